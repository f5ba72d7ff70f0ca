// From the camera to what is sent: small enough for a market's network, without what the camera noted of the place.
import { sha256 } from './sha256.js'
import * as photobox from './photobox.js'

const LONGEST_SIDE = 1600
const QUALITY = 0.72

export async function choose(most) {
  const chosen = await new Promise((success, fail) =>
    uni.chooseImage({ count: most, sizeType: ['compressed'], sourceType: ['camera', 'album'], success, fail }),
  )
  const taken = []
  for (const [place, path] of chosen.tempFilePaths.entries()) taken.push(await take(path, chosen.tempFiles[place]))
  return taken
}

async function take(path, file) {
  const bytes = await compressed(path, file)
  const digest = sha256(bytes)
  await photobox.put(digest, bytes)
  return { sha256: digest, size: bytes.byteLength, sent: 0, whole: false }
}

// #ifdef H5
async function compressed(path, file) {
  const picture = await decoded(path)
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * shrink))
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * shrink))
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  return (blob ?? file).arrayBuffer()
}

function decoded(path) {
  return new Promise((resolve, reject) => {
    const picture = new Image()
    picture.onload = () => resolve(picture)
    picture.onerror = () => reject(new Error('not a picture'))
    picture.src = path
  })
}
// #endif

// #ifdef MP-WEIXIN
async function compressed(path) {
  const small = await new Promise((success) =>
    uni.compressImage({
      src: path,
      quality: QUALITY * 100,
      compressedWidth: LONGEST_SIDE,
      success,
      fail: () => success({ tempFilePath: path }),
    }),
  )
  const read = await new Promise((success, fail) =>
    uni.getFileSystemManager().readFile({ filePath: small.tempFilePath, success, fail }),
  )
  return read.data
}
// #endif
