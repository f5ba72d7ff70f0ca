// SHA-256 (FIPS 180-4) of an ArrayBuffer, as hex. Browsers offer one on secure pages only, mini-programs offer none.
const K = new Uint32Array(64)
const FIRST = new Uint32Array(8)
for (let candidate = 2, found = 0; found < 64; candidate += 1) {
  let prime = true
  for (let divisor = 2; divisor * divisor <= candidate && prime; divisor += 1) prime = candidate % divisor !== 0
  if (!prime) continue
  if (found < 8) FIRST[found] = (Math.sqrt(candidate) % 1) * 2 ** 32
  K[found] = (Math.cbrt(candidate) % 1) * 2 ** 32
  found += 1
}

const turn = (word, by) => (word >>> by) | (word << (32 - by))

export function sha256(buffer) {
  const given = new Uint8Array(buffer)
  const whole = new Uint8Array((((given.length + 8) >> 6) + 1) << 6)
  whole.set(given)
  whole[given.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(whole.length - 8, Math.floor(given.length / 2 ** 29))
  view.setUint32(whole.length - 4, given.length << 3)
  const state = FIRST.slice()
  const words = new Uint32Array(64)
  for (let at = 0; at < whole.length; at += 64) block(view, at, state, words)
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

function block(view, at, state, words) {
  for (let one = 0; one < 16; one += 1) words[one] = view.getUint32(at + one * 4)
  for (let one = 16; one < 64; one += 1) {
    const early = words[one - 15]
    const late = words[one - 2]
    const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[one] = words[one - 16] + first + words[one - 7] + second
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let one = 0; one < 64; one += 1) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + K[one] + words[one]) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [place, value] of [a, b, c, d, e, f, g, h].entries()) state[place] += value
}
