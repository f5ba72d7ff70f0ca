// Point the camera at a code. WeChat has a scanner of its own; a browser has one where it knows BarcodeDetector.
// Elsewhere the phone's own camera opens the link of the code, and the short number can be typed.
export function canScan() {
  // #ifdef H5
  return 'BarcodeDetector' in window && Boolean(navigator.mediaDevices?.getUserMedia)
  // #endif
  // #ifndef H5
  return true
  // #endif
}

// #ifdef MP-WEIXIN
export function scan() {
  return new Promise((resolve) =>
    uni.scanCode({
      scanType: ['qrCode', 'barCode'],
      success: (found) => resolve(found.result),
      fail: () => resolve(''),
    }),
  )
}
// #endif

// #ifdef H5
const LOOK_EVERY_MS = 200

// Shows the camera over the page until a code is seen; '' when the shopper closes it or the camera is refused.
export async function scan(words) {
  let stream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  } catch {
    return ''
  }
  const shown = finder(words)
  shown.video.srcObject = stream
  await shown.video.play()
  const found = await seen(shown, new window.BarcodeDetector({ formats: ['qr_code'] }))
  stream.getTracks().forEach((track) => track.stop())
  shown.cover.remove()
  return found
}

function finder(words) {
  const cover = document.createElement('div')
  cover.className = 'finder'
  cover.setAttribute('role', 'dialog')
  cover.setAttribute('aria-label', words.title)
  const video = document.createElement('video')
  video.setAttribute('playsinline', '')
  video.muted = true
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = words.close
  cover.append(video, close)
  document.body.append(cover)
  close.focus()
  return { cover, video, close }
}

function seen({ video, close }, detector) {
  return new Promise((resolve) => {
    const looking = setInterval(async () => {
      const codes = await detector.detect(video).catch(() => [])
      if (codes.length) end(codes[0].rawValue)
    }, LOOK_EVERY_MS)
    const end = (found) => {
      clearInterval(looking)
      resolve(found)
    }
    close.onclick = () => end('')
  })
}
// #endif
