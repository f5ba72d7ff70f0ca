// A shopper's walk through the built mini-program, against a platform that is really there:
//     node test/walk.cjs <server> <purchase code>
// Each line that is printed is something that was seen; it ends with exit code 1 at the first thing that was not.
'use strict'

const assert = require('node:assert/strict')
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { Phone } = require('./phone.cjs')

const [server, code, photograph] = process.argv.slice(2)
const bundle = path.resolve(__dirname, '../dist/build/mp-weixin')
const told = (what) => console.log(what)

async function scanAndComplain(phone) {
  await phone.sees('称得对吗？', '扫一扫')
  phone.answers.scan = code
  await phone.tap('扫一扫')
  await phone.sees('少了 60 克', '超过', '晨光农贸市场')
  told('scanned: what is missing is said')
  await phone.tap('我要投诉')
  await phone.sees('怎么了？', '晨光农贸市场')
  await phone.tap('不让我复秤')
  await phone.tap('拍照')
  await phone.until('the photograph', () => phone.text.includes('✕'))
}

async function numberByButton(phone) {
  await phone.press('用我的微信手机号', 'getphonenumber', { code: 'phone-good' })
  await phone.sees('市场可以看到我的电话')
  told('the number came by WeChat’s button, nothing was typed')
}

async function draftSurvives(phone) {
  phone.restart()
  await phone.sees('您有一件没写完的投诉')
  await phone.tap('继续填写')
  await phone.sees('晨光农贸市场', '✕', '市场可以看到我的电话')
  told('closed and opened again: the draft is there, with its photograph')
}

async function sendOverABadNetwork(phone) {
  phone.network(false)
  await phone.tap('提交投诉')
  await phone.sees('已保存在手机里')
  told('without a network it is kept')
  // The complaint is taken and its answer is lost; a piece of the photograph is dropped on the way.
  let lost = 1
  let dropped = 1
  phone.loses = ({ url, method }) => method === 'POST' && url.endsWith('/complaints') && lost-- > 0
  phone.drops = ({ url, method }) => method === 'PUT' && /\/\d+$/.test(url) && !url.endsWith('/0') && dropped-- > 0
  phone.network(true)
  await phone.sees('已提交', '把链接留给自己')
  told('the network is back: it is lodged')
  await phone.until('the photograph', () => !phone.text.includes('在发送') && phone.storage.get('quanheng.waiting') === '[]')
  assert.ok(lost < 0 || lost === 0, 'an answer was lost')
  assert.ok(dropped <= 0, 'a piece was dropped')
  assert.equal(phone.files.size, 1, 'the photograph has left the phone, all but the camera’s own')
  told('the photograph arrived in pieces')
}

async function askForNotice(phone) {
  phone.answers.consent = 'accept'
  await phone.tap('有进展用微信告诉我')
  await phone.sees('下一步会用微信告诉您')
  await phone.tap('复制链接')
  await phone.until('the link', () => /\/c\/[a-z2-7]{32}$/.test(phone.clipboard ?? ''))
  told('WeChat may tell the next step, and the link is kept')
}

async function mine(phone) {
  phone.restart()
  await phone.tap('我的投诉')
  await phone.sees('晨光农贸市场', '已提交')
  const number = phone.text.match(/TS\d{8}-\d{6}/g)
  assert.equal(new Set(number).size, 1, 'sent more than once, it is one complaint')
  await phone.tap(number[0])
  await phone.sees('您提交了投诉', '不肯当面重新称')
  told(`mine: ${number[0]}`)
}

async function english(phone) {
  await phone.tap('English')
  await phone.sees('lodged', 'What happened')
  await phone.tap('Larger')
  await phone.until('large type', () => phone.storage.get('quanheng.large') === 'true')
  told('in English and in large type')
}

async function walk() {
  const phone = new Phone(bundle, server, { code: 'code-good', photographs: [readFileSync(photograph)] })
  phone.start()
  for (const part of [scanAndComplain, numberByButton, draftSurvives, sendOverABadNetwork, askForNotice, mine, english]) await part(phone)
}

walk().then(
  () => process.exit(0),
  (why) => {
    console.error(why)
    process.exit(1)
  },
)
