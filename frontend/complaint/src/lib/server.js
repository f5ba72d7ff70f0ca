// One request to the platform. It ends in an answer, in a refusal with words, or in "away": the network's trouble.
import { reader } from './reader.js'

// #ifdef H5
const HOME = ''
// #endif
// #ifndef H5
const HOME = import.meta.env.VITE_SERVER || 'https://quanheng.example'
// #endif
const PATIENCE_MS = 20000

export class Refused extends Error {
  constructor(status, errors, wait) {
    super(`refused ${status}`)
    this.status = status
    this.errors = errors
    this.wait = wait
  }

  get words() {
    return this.errors.map((one) => one.message).join(' ')
  }

  at(field) {
    return this.errors.find((one) => one.field === field)?.message ?? ''
  }
}

export class Away extends Error {}

export function ask(method, path, { body, bytes, key, query } = {}) {
  const header = { 'Accept-Language': reader.language === 'en' ? 'en' : 'zh-Hans' }
  if (key) header.Authorization = `Bearer ${key}`
  if (body) header['Content-Type'] = 'application/json'
  if (bytes) header['Content-Type'] = 'application/octet-stream'
  const data = bytes ?? (body ? JSON.stringify(body) : undefined)
  return new Promise((resolve, reject) => {
    uni.request({
      url: `${HOME}/api/v1/${path}${asked(query)}`,
      method,
      header,
      data,
      timeout: PATIENCE_MS,
      success: (answer) => settle(answer, resolve, reject),
      fail: () => reject(new Away()),
    })
  })
}

function asked(query) {
  const parts = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return parts.length ? `?${parts.join('&')}` : ''
}

function settle({ statusCode, data, header }, resolve, reject) {
  if (statusCode >= 200 && statusCode < 300) return resolve(data)
  // A proxy's bad moment passes; what the platform itself refuses, it refuses with words.
  if (!statusCode || statusCode === 408 || (statusCode >= 500 && !data?.errors)) return reject(new Away())
  const wait = Number(header?.['Retry-After'] ?? header?.['retry-after'] ?? 0)
  return reject(new Refused(statusCode, data?.errors ?? [], wait))
}

export const addressOf = (path) => `${HOME}/api/v1/${path}`
