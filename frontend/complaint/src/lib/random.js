// The key under which one complaint is one complaint, however often a bad network makes the phone send it.
const BYTES = 20

function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function submissionKey() {
  // #ifdef H5
  return Promise.resolve(hex(crypto.getRandomValues(new Uint8Array(BYTES))))
  // #endif
  // #ifdef MP-WEIXIN
  return new Promise((success, fail) =>
    wx.getRandomValues({ length: BYTES, success: ({ randomValues }) => success(hex(randomValues)), fail }),
  )
  // #endif
}
