// WeChat's own interfaces, as the shopper's app uses them. What is asked of a person is answered from `phone.answers`.
'use strict'

const { randomBytes } = require('node:crypto')

const buffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)

function answered(given, told) {
  setTimeout(() => {
    if (told instanceof Error) given.fail?.({ errMsg: told.message })
    else given.success?.(told)
    given.complete?.(told)
  })
}

async function request(phone, given) {
  phone.asked.push(`${given.method} ${new URL(given.url).pathname}`)
  if (!phone.online || phone.drops?.(given)) return answered(given, new Error('request:fail'))
  const to = phone.server + given.url.slice(new URL(given.url).origin.length)
  try {
    const answer = await fetch(to, { method: given.method, headers: given.header, body: given.method === 'GET' ? undefined : given.data })
    if (phone.loses?.(given)) return answered(given, new Error('request:fail timeout'))
    const text = await answer.text()
    const data = answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : text
    return answered(given, { statusCode: answer.status, data, header: Object.fromEntries(answer.headers), errMsg: 'request:ok' })
  } catch (why) {
    return answered(given, new Error(`request:fail ${why.message}`))
  }
}

function files(phone) {
  return {
    writeFile({ filePath, data, ...given }) {
      phone.files.set(filePath, data)
      answered(given, { errMsg: 'ok' })
    },
    readFile({ filePath, ...given }) {
      answered(given, phone.files.has(filePath) ? { data: phone.files.get(filePath) } : new Error('no such file'))
    },
    unlink({ filePath, ...given }) {
      phone.files.delete(filePath)
      answered(given, { errMsg: 'ok' })
    },
  }
}

function chosen(phone, given) {
  const paths = phone.answers.photographs.map((bytes, number) => {
    phone.files.set(`tmp://${number}.jpg`, buffer(bytes))
    return `tmp://${number}.jpg`
  })
  const tempFiles = paths.map((path) => ({ path, tempFilePath: path, size: 1, fileType: 'image' }))
  answered(given, { tempFilePaths: paths, tempFiles })
}

function wxOf(phone) {
  const device = { language: 'zh_CN', platform: 'devtools', model: 'a phone', system: 'WeChat', SDKVersion: '3.7.0', windowWidth: 390, windowHeight: 800, pixelRatio: 2, screenWidth: 390, screenHeight: 844, statusBarHeight: 20, safeArea: { top: 0, left: 0, right: 390, bottom: 844, width: 390, height: 844 } }
  const go = (act) => (given) => {
    act(given.url)
    answered(given, { errMsg: 'ok' })
  }
  const wx = {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    canIUse: () => true,
    getSystemInfoSync: () => device,
    getWindowInfo: () => device,
    getDeviceInfo: () => device,
    getAppBaseInfo: () => device,
    getSystemSetting: () => device,
    getAppAuthorizeSetting: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid' } }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getStorageSync: (name) => phone.storage.get(name) ?? '',
    setStorageSync: (name, value) => phone.storage.set(name, value),
    removeStorageSync: (name) => phone.storage.delete(name),
    onNetworkStatusChange: (tell) => phone.watchers.push(tell),
    request: (given) => void request(phone, given),
    getFileSystemManager: () => files(phone),
    getRandomValues: ({ length, ...given }) => answered(given, { randomValues: buffer(randomBytes(length)) }),
    login: (given) => answered(given, phone.answers.code ? { code: phone.answers.code } : new Error('login:fail')),
    scanCode: (given) => answered(given, phone.answers.scan ? { result: phone.answers.scan } : new Error('scanCode:fail cancel')),
    chooseImage: (given) => chosen(phone, given),
    chooseMedia: (given) => chosen(phone, given),
    compressImage: ({ src, ...given }) => answered(given, { tempFilePath: src }),
    requestSubscribeMessage: ({ tmplIds, ...given }) => answered(given, { [tmplIds[0]]: phone.answers.consent ?? 'reject', errMsg: 'ok' }),
    setNavigationBarTitle: (given) => answered(given, { errMsg: 'ok' }),
    setClipboardData: ({ data, ...given }) => {
      phone.clipboard = data
      answered(given, { errMsg: 'ok' })
    },
    showModal: (given) => answered(given, { confirm: true, cancel: false }),
    showToast: (given) => answered(given, { errMsg: 'ok' }),
    stopPullDownRefresh: (given) => answered(given ?? {}, {}),
    makePhoneCall: (given) => answered(given, { errMsg: 'ok' }),
    navigateTo: go((url) => phone.open(url)),
    redirectTo: go((url) => (phone.close(), phone.open(url))),
    reLaunch: go((url) => {
      while (phone.pages.length) phone.close()
      phone.open(url)
    }),
    navigateBack: (given = {}) => {
      phone.close()
      phone.page.onShow?.()
      answered(given, { errMsg: 'ok' })
    },
  }
  return { wx }
}

module.exports = { wxOf }
