// The part of WXML that our pages use: tags, {{expressions}}, wx:if/elif/else, wx:for, block and slot.
'use strict'

const TOKEN = /<!--[\s\S]*?-->|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:.-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g
const ATTRIBUTE = /([\w:.-]+)(?:="([^"]*)")?/g
const WHOLE = /^\{\{([\s\S]*)\}\}$/
const PART = /\{\{([\s\S]*?)\}\}/g

function parse(text) {
  const root = { tag: 'root', attributes: {}, children: [] }
  const open = [root]
  for (const [, closed, tag, given, alone, words] of text.matchAll(TOKEN)) {
    if (closed) open.pop()
    else if (words !== undefined) open.at(-1).children.push({ words })
    else if (tag) {
      const node = { tag, attributes: {}, children: [] }
      for (const [, name, value] of given.matchAll(ATTRIBUTE)) node.attributes[name] = value ?? ''
      open.at(-1).children.push(node)
      if (!alone) open.push(node)
    }
  }
  return root.children
}

function evaluate(expression, scope) {
  // The names are those of the page's own data; what is not there is undefined, as in WXML.
  const known = new Proxy(scope, { has: (_, name) => typeof name === 'string', get: (all, name) => all[name] })
  return new Function('scope', `with (scope) { return (${expression}) }`)(known)
}

function valueOf(text, scope) {
  const parts = text.match(PART)
  if (!parts) return text
  const whole = text.match(WHOLE)
  if (whole && parts.length === 1) return evaluate(whole[1], scope)
  return text.replace(PART, (_, expression) => evaluate(expression, scope) ?? '')
}

// What is shown for a scope: elements with their values, and texts. `place(element)` says what stands for an element.
function show(nodes, scope, place) {
  const shown = []
  let taken = false
  for (const node of nodes) {
    if (node.words !== undefined) {
      shown.push({ words: String(valueOf(node.words, scope)) })
      continue
    }
    const { attributes } = node
    if ('wx:if' in attributes) taken = Boolean(valueOf(attributes['wx:if'], scope))
    else if ('wx:elif' in attributes) {
      if (taken || !(taken = Boolean(valueOf(attributes['wx:elif'], scope)))) continue
    } else if ('wx:else' in attributes) {
      if (taken) continue
      taken = true
    }
    if ('wx:if' in attributes && !taken) continue
    for (const inner of scopesOf(attributes, scope)) shown.push(...one(node, inner, place))
  }
  return shown
}

function scopesOf(attributes, scope) {
  if (!('wx:for' in attributes)) return [scope]
  const item = attributes['wx:for-item'] ?? 'item'
  const index = attributes['wx:for-index'] ?? 'index'
  const list = valueOf(attributes['wx:for'], scope) ?? []
  return Array.from(list, (value, number) => ({ ...scope, [item]: value, [index]: number }))
}

function one(node, scope, place) {
  if (node.tag === 'block') return show(node.children, scope, place)
  const values = {}
  for (const [name, text] of Object.entries(node.attributes)) if (!name.startsWith('wx:')) values[name] = valueOf(text, scope)
  return place({ tag: node.tag, values, children: () => show(node.children, scope, place) })
}

module.exports = { parse, show }
