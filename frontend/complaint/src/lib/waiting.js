// Complaints on their way. Each is sent until it is answered: first the complaint, then its photographs piece by piece.
// The key of a complaint and the digest of a photograph make that anything sent twice is taken once.
import { reactive } from 'vue'
import * as kept from './kept.js'
import * as photobox from './photobox.js'
import { askAsMe } from './phone.js'
import { Away, Refused, ask } from './server.js'

const PIECE = 64 * 1024
const PAUSES_S = [2, 5, 15, 30, 60]

export const waiting = reactive({ list: kept.read('waiting', []), offline: false })
export const lodged = reactive({ list: kept.read('lodged', []) })

let sending = null
let timer = null
let tries = 0

function keep() {
  kept.write('waiting', waiting.list)
  kept.write('lodged', lodged.list)
}

export const itemOf = (id) => waiting.list.find((one) => one.id === id)

export function add(id, body, photographs, place) {
  if (!itemOf(id)) waiting.list.push({ id, body, photographs, place, number: '', token: '', refused: null })
  keep()
  return send()
}

// The complaint did not go as it was: it becomes a draft again, and nothing of it is lost.
export function takeBack(id) {
  const item = itemOf(id)
  waiting.list = waiting.list.filter((one) => one.id !== id)
  keep()
  return item
}

export function send() {
  clearTimeout(timer)
  sending ??= round().finally(() => (sending = null))
  return sending
}

async function round() {
  for (const item of [...waiting.list]) {
    if (item.refused) continue
    const wait = await sent(itemOf(item.id))
    if (wait !== null) return later(wait)
  }
  tries = 0
  waiting.offline = false
}

function later(seconds) {
  waiting.offline = seconds === 0
  const pause = seconds || PAUSES_S[Math.min(tries, PAUSES_S.length - 1)]
  tries += 1
  timer = setTimeout(send, pause * 1000)
}

// null when there is nothing more to do with it, else how many seconds to wait (0: as ever).
async function sent(item) {
  try {
    if (!item.token) await lodge(item)
    for (const photograph of item.photographs) if (!photograph.whole) await handIn(item, photograph)
  } catch (why) {
    if (why instanceof Away) return 0
    if (!(why instanceof Refused)) throw why
    if (why.status === 429 || why.status >= 500) return why.wait
    item.refused = why.errors
    keep()
    return null
  }
  waiting.list = waiting.list.filter((one) => one.id !== item.id)
  keep()
  return null
}

async function lodge(item) {
  const told = await askAsMe('POST', 'complaints', { body: item.body })
  tries = 0 // something got through: the next pause is a short one again
  Object.assign(item, { number: told.number, token: told.token, link: told.follow_url })
  const { id, number, token, link, place } = item
  lodged.list = [{ id, number, token, link, place, at: Date.now() }, ...lodged.list.filter((one) => one.id !== id)]
  keep()
}

async function handIn(item, photograph) {
  const bytes = await photobox.get(photograph.sha256)
  const path = `complaints/${item.token}/photographs`
  try {
    if (bytes) await pieces(path, photograph, bytes)
  } catch (why) {
    // A photograph that is refused must not hold up the complaint, which has been lodged.
    if (!(why instanceof Refused) || why.status === 429 || why.status >= 500) throw why
  }
  photograph.whole = true
  keep()
  await photobox.drop(photograph.sha256)
}

async function pieces(path, photograph, bytes) {
  const { sha256, size } = photograph
  let { received, whole } = await ask('POST', path, { body: { sha256, size } })
  while (!whole) {
    photograph.sent = received
    const piece = bytes.slice(received, received + PIECE)
    ;({ received, whole } = await ask('PUT', `${path}/${sha256}/${received}`, { bytes: piece }))
    tries = 0
  }
  photograph.sent = size
}

export function watchNetwork() {
  uni.onNetworkStatusChange(({ isConnected }) => {
    waiting.offline = !isConnected
    if (isConnected) send()
  })
  send()
}
