// This phone's key: asked for once, kept, and asked for anew when the platform does not know it any more.
import * as kept from './kept.js'
import { Away, Refused, ask } from './server.js'

let asking = null

export function template() {
  return kept.read('template', '')
}

export function key() {
  const held = kept.read('key', '')
  if (held) return Promise.resolve(held)
  asking ??= introduce().finally(() => (asking = null))
  return asking
}

async function introduce() {
  const told = await first()
  kept.write('key', told.key)
  kept.write('template', told.wechat_template)
  return told.key
}

async function first() {
  // #ifdef MP-WEIXIN
  try {
    const { code } = await new Promise((success, fail) => uni.login({ success, fail }))
    return await ask('POST', 'shoppers/wechat', { body: { code } })
  } catch (why) {
    // Without WeChat's sign-in a complaint is lodged all the same, by this phone alone.
    if (why instanceof Away) throw why
  }
  // #endif
  return ask('POST', 'shoppers')
}

export async function askAsMe(method, path, given = {}) {
  try {
    return await ask(method, path, { ...given, key: await key() })
  } catch (why) {
    if (!(why instanceof Refused) || why.status !== 401) throw why
    kept.forget('key')
    return ask(method, path, { ...given, key: await key() })
  }
}

// The number behind WeChat's own button, so that nobody types it.
export async function numberFrom(code) {
  return (await askAsMe('POST', 'shoppers/phone', { body: { code } })).phone
}
