// A phone that runs the built mini-program: WeChat's runtime as far as our pages need it, and a network that is real.
'use strict'

const { existsSync, readFileSync } = require('node:fs')
const path = require('node:path')
const { parse, show } = require('./wxml.cjs')

const copy = (value) => (value === undefined ? undefined : structuredClone(value))

class Instance {
  constructor(phone, where, options, owner, values = {}) {
    Object.assign(this, { phone, where, is: where, options, owner, handlers: {}, children: new Map() })
    this.root = owner ? owner.root : this
    if (!owner) this.route = where // by this the runtime tells a page from a part of one
    this.data = copy(typeof options.data === 'function' ? options.data() : (options.data ?? {}))
    for (const name of Object.keys(options.properties ?? {})) this.data[name] = values[name] ?? copy(options.properties[name]?.value)
    this.properties = this.data
    Object.assign(this, options.methods)
    for (const name of Object.keys(options)) if (name.startsWith('on') && typeof options[name] === 'function') this[name] = options[name]
    this.nodes = phone.wxml(where)
    this.components = phone.components(where)
    this.lived('created')
  }

  lived(moment) {
    const act = this.options.lifetimes?.[moment] ?? this.options[moment]
    if (typeof act === 'function') act.call(this)
  }


  setData(change, after) {
    for (const [where, value] of Object.entries(change)) put(this.data, where, copy(value))
    this.root.refresh()
    after?.()
  }

  triggerEvent(name, detail) {
    const act = this.handlers[name]
    if (act && this.owner[act]) this.owner[act]({ type: name, detail, currentTarget: { dataset: {} }, target: { dataset: {} } })
  }

  selectComponent() { return null }
  selectAllComponents() { return [] }
  createSelectorQuery() { return { select: () => ({}), exec: () => {} } }

  // As in WeChat, what is shown follows at once: components come, go and take new values before setData returns.
  refresh() {
    this.stale = true
    if (this.drawing || !this.drawn) return
    this.drawing = true
    while (this.stale) {
      this.stale = false
      this.shown = this.draw()
    }
    this.drawing = false
  }

  // What a person sees of it; components stand for what they show themselves.
  draw() {
    const met = new Set()
    const shown = show(this.nodes, this.data, (element) => this.place(element, met))
    for (const [id, child] of this.children) {
      if (met.has(id)) continue
      child.lived('detached')
      this.children.delete(id)
    }
    return shown
  }

  place(element, met) {
    if (element.tag === 'slot') return this.slot ? this.slot() : []
    const where = this.components[element.tag]
    if (!where) return [{ ...element, owner: this, children: element.children() }]
    const id = element.values['u-i']
    met.add(id)
    const values = { uI: id, uP: element.values['u-p'], uS: element.values['u-s'] }
    let child = this.children.get(id)
    const isNew = !child
    if (isNew) {
      child = new Instance(this.phone, where, this.phone.registered(where), this, values)
      this.children.set(id, child)
    }
    child.slot = element.children
    for (const [name, value] of Object.entries(element.values)) {
      if (name.startsWith('bind')) child.handlers[name.replace(/^bind:?/, '')] = value
    }
    if (isNew) child.lived('attached')
    else child.take(values)
    return child.draw()
  }

  take(values) {
    for (const [name, value] of Object.entries(values)) {
      if (JSON.stringify(this.data[name]) === JSON.stringify(value)) continue
      this.data[name] = copy(value)
      this.options.observers?.[name]?.call(this, value)
      this.options.properties?.[name]?.observer?.call(this, value)
    }
  }
}

function put(data, where, value) {
  const steps = where.replace(/\[(\d+)\]/g, '.$1').split('.')
  let held = data
  for (const step of steps.slice(0, -1)) held = held[step] ??= {}
  held[steps.at(-1)] = value
}

class Phone {
  constructor(bundle, server, answers = {}) {
    Object.assign(this, { bundle, server, answers, pages: [], asked: [], storage: new Map(), files: new Map(), options: {} })
    this.online = true
    this.watchers = []
    this.apps = []
  }

  wxml(where) { return parse(readFileSync(path.join(this.bundle, `${where}.wxml`), 'utf8')) }

  components(where) {
    const told = JSON.parse(readFileSync(path.join(this.bundle, `${where}.json`), 'utf8')).usingComponents ?? {}
    return Object.fromEntries(Object.entries(told).map(([tag, to]) => [tag, path.posix.join(path.posix.dirname(where), to)]))
  }

  registered(where) {
    if (!this.options[where]) {
      this.registering = where
      require(path.join(this.bundle, `${where}.js`))
    }
    return this.options[where]
  }

  start() {
    const { wx } = require('./wx.cjs').wxOf(this)
    Object.assign(globalThis, {
      wx,
      App: (options) => (this.app = options),
      Component: (options) => (this.options[this.registering] = options),
      Page: (options) => (this.options[this.registering] = options),
      Behavior: (options) => options,
      getApp: () => this.app,
      getCurrentPages: () => this.pages,
    })
    for (const name of Object.keys(require.cache)) if (name.startsWith(this.bundle)) delete require.cache[name]
    require(path.join(this.bundle, 'app.js'))
    const [first] = JSON.parse(readFileSync(path.join(this.bundle, 'app.json'), 'utf8')).pages
    const launch = { path: first, query: {}, scene: 1001 }
    this.app.onLaunch?.(launch)
    this.app.onShow?.(launch)
    this.open(first)
  }

  // The app is closed and opened again: what was in memory is gone, what was stored is there.
  restart() {
    Object.assign(this, { pages: [], options: {}, watchers: [] })
    this.start()
  }

  open(address) {
    const [where, query = ''] = address.replace(/^\//, '').split('?')
    if (!existsSync(path.join(this.bundle, `${where}.js`))) throw new Error(`no page ${where}`)
    const given = Object.fromEntries(query.split('&').filter(Boolean).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]))
    const page = new Instance(this, where, this.registered(where), null)
    page.options = { ...page.options, query: given }
    this.pages.push(page)
    page.lived('attached')
    page.drawn = true
    page.refresh()
    page.onLoad?.(given)
    page.onShow?.()
    page.lived('ready')
    page.onReady?.()
  }

  close() {
    const page = this.pages.pop()
    page.onUnload?.()
    page.lived('detached')
  }

  get page() { return this.pages.at(-1) }
  get shown() { return this.page.shown }
  get text() { return words(this.shown) }

  async until(what, wanted) {
    for (let tries = 0; tries < 800; tries += 1) {
      const found = wanted()
      if (found) return found
      await new Promise((soon) => setTimeout(soon, 25))
    }
    throw new Error(`waited in vain for ${what}; the page shows: ${this.text}`)
  }

  sees(...texts) { return this.until(texts.join(', '), () => texts.every((one) => this.text.includes(one))) }

  async tap(text) {
    const find = () => [...walked(this.shown)].findLast((node) => node.values?.bindtap && !node.values.disabled && words([node]).includes(text))
    this.fire(await this.until(`something to tap: ${text}`, find), 'tap', {})
  }

  async press(text, event, detail) {
    const find = () => [...walked(this.shown)].findLast((node) => node.values?.[`bind${event}`] && words([node]).includes(text))
    this.fire(await this.until(`${event} at ${text}`, find), event, detail)
  }

  async write(label, value) {
    const find = () => [...walked(this.shown)].find((node) => node.values?.bindinput && node.values['aria-label']?.startsWith(label))
    this.fire(await this.until(`a field ${label}`, find), 'input', { value })
  }

  fire(node, name, detail) {
    const act = node.values[`bind${name}`]
    node.owner[act]({ type: name, detail, currentTarget: { dataset: {} }, target: { dataset: {} } })
  }

  network(online) {
    this.online = online
    for (const tell of this.watchers) tell({ isConnected: online, networkType: online ? '4g' : 'none' })
  }
}

function* walked(nodes) {
  for (const node of nodes) {
    yield node
    if (node.children) yield* walked(node.children)
  }
}

const words = (nodes) => [...walked(nodes)].map((node) => node.words ?? '').join(' ')

module.exports = { Phone }
