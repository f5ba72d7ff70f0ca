// Photographs wait here until they have been sent: more than a browser's ordinary storage takes.
// #ifdef H5
const BOX = 'photographs'

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('quanheng', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(BOX)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function within(mode, act) {
  const database = await opened()
  return new Promise((resolve, reject) => {
    const work = database.transaction(BOX, mode)
    const asked = act(work.objectStore(BOX))
    work.oncomplete = () => {
      database.close()
      resolve(asked.result)
    }
    work.onerror = work.onabort = () => reject(work.error)
  })
}

export const put = (id, bytes) => within('readwrite', (box) => box.put(bytes, id))
export const get = (id) => within('readonly', (box) => box.get(id)).catch(() => null)
export const drop = (id) => within('readwrite', (box) => box.delete(id)).catch(() => null)

export async function look(id) {
  const bytes = await get(id)
  return bytes ? URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) : ''
}
// #endif

// #ifdef MP-WEIXIN
const path = (id) => `${wx.env.USER_DATA_PATH}/${id}.jpg`

function files(act, given) {
  return new Promise((success, fail) => uni.getFileSystemManager()[act]({ ...given, success, fail }))
}

export const put = (id, bytes) => files('writeFile', { filePath: path(id), data: bytes })
export const get = (id) => files('readFile', { filePath: path(id) }).then((read) => read.data, () => null)
export const drop = (id) => files('unlink', { filePath: path(id) }).catch(() => null)
export const look = (id) => Promise.resolve(path(id))
// #endif
