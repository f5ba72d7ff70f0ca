// Who reads: in which language, and in how large a type.
import { reactive } from 'vue'
import * as kept from './kept.js'
import zh from '../words/zh.js'
import en from '../words/en.js'

const WORDS = { zh, en }

function ofSystem() {
  try {
    return (uni.getSystemInfoSync().language || 'zh').toLowerCase().startsWith('en') ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const reader = reactive({ language: kept.read('language', null) ?? ofSystem(), large: kept.read('large', false) })

export function speak(language) {
  reader.language = language
  kept.write('language', language)
  tellBrowser()
}

export function enlarge(large) {
  reader.large = large
  kept.write('large', large)
}

// The pages without script follow the same choice.
export function tellBrowser() {
  // #ifdef H5
  document.documentElement.lang = reader.language === 'en' ? 'en' : 'zh-Hans'
  document.cookie = `django_language=${reader.language === 'en' ? 'en' : 'zh-hans'};path=/;max-age=31536000;samesite=lax`
  // #endif
}

// say('sent', { number: 'TS1' }): {number} in the sentence is replaced.
export function say(key, figures = {}) {
  const sentence = WORDS[reader.language][key] ?? WORDS.zh[key] ?? key
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => figures[name] ?? whole)
}

export function dayOf(moment) {
  const at = new Date(moment)
  const two = (number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}
