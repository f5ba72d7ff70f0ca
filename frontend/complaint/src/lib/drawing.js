// Where a picture of the app itself lies: a browser finds the app below /app/, a mini-program has no such place.
// #ifdef H5
const HOME = import.meta.env.BASE_URL
// #endif
// #ifndef H5
const HOME = '/'
// #endif

export const drawing = (name) => `${HOME}static/${name}.svg`
