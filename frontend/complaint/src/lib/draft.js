// What has been filled in and not been sent yet. Closing the app, a call, an empty battery: it is still there.
import { reactive, watch } from 'vue'
import * as kept from './kept.js'
import * as photobox from './photobox.js'
import { submissionKey } from './random.js'

const EMPTY = {
  key: '',
  code: '',
  market: null,
  stall: null,
  place: '',
  bought: '',
  known: false, // whether the goods are known from the receipt
  category: 'short-weight',
  goods: '',
  description: '',
  phone: '',
  shown: false,
  sms: false,
  photographs: [],
}

export const draft = reactive({ ...EMPTY, ...kept.read('draft', {}) })

watch(draft, (now) => kept.write('draft', now), { deep: true })

export const isBegun = () => Boolean(draft.key)

// Another place is another complaint; the same place goes on with what was filled in.
export async function begin(where) {
  if (isBegun() && draft.code === (where.code ?? '') && draft.market === (where.market ?? null)) return
  await discard()
  Object.assign(draft, where, { key: await submissionKey(), phone: kept.read('number', '') })
}

// The photographs go along with what is sent, or are thrown away with what is not.
export async function discard() {
  for (const one of draft.photographs) await photobox.drop(one.sha256)
  clear()
}

export function clear() {
  Object.assign(draft, EMPTY, { photographs: [] })
  kept.forget('draft')
}
