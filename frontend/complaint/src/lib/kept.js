// What stays on the phone when the app is closed. A full or forbidden storage must not stop a complaint.
export function read(name, otherwise) {
  try {
    const found = uni.getStorageSync(`quanheng.${name}`)
    return found === '' || found === undefined || found === null ? otherwise : JSON.parse(found)
  } catch {
    return otherwise
  }
}

export function write(name, value) {
  try {
    uni.setStorageSync(`quanheng.${name}`, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

export function forget(name) {
  try {
    uni.removeStorageSync(`quanheng.${name}`)
  } catch {
    // then it is forgotten when the storage is
  }
}
