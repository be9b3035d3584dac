// An app as most are today: a script tag, the global BX24, and callbacks.

document.addEventListener('DOMContentLoaded', startPage)

function startPage() {
  document.getElementById('handler').value = `${location.origin}/handler/`
  if (!window.BX24) {
    tellPlace('There is no BX24: run npm run build, then reload', 'bad')
  } else if (!BX24.isEmbedded()) {
    tellPlace('Not in a portal: open this page from the app in its portal', '')
  } else {
    BX24.init(startCalling)
  }
}

// Runs once the portal has answered.
function startCalling() {
  tellPlace(`${BX24.getDomain()}, ${BX24.isAdmin() ? 'administrator' : 'no administrator'}`, '')
  document.getElementById('form').addEventListener('submit', bind)
  document.getElementById('unbind').addEventListener('click', unbind)
  for (const button of document.querySelectorAll('button')) button.disabled = false
}

function bind(submission) {
  submission.preventDefault()
  const { event, handler } = readForm()
  showLine('callBind', event, handler, 0)
  BX24.callBind(event, handler, 0, showResult)
}

function unbind() {
  const { event, handler } = readForm()
  // null: the handlers of all users. 0 would mean only those that were bound without a user.
  showLine('callUnbind', event, handler, null)
  BX24.callUnbind(event, handler, null, showResult)
}

// BX24 calls a callback once, whether the call went well or not.
function showResult(result) {
  if (result.error()) showOutcome('failure', String(result.error()))
  else showOutcome('value mono', JSON.stringify(result.data()))
}

function readForm() {
  return { event: document.getElementById('event').value, handler: document.getElementById('handler').value }
}

function tellPlace(text, tone) {
  const place = document.getElementById('place')
  place.textContent = text
  place.className = `badge ${tone}`
}

function showLine(member, event, handler, authType) {
  const callback =
    'function (result) { console.log(result.error() ? String(result.error()) : result.data()) }'
  const line = `BX24.${member}(${quote(event)}, ${quote(handler)}, ${authType}, ${callback})`
  document.getElementById('code').textContent = line
  document.getElementById('line').hidden = false
  showOutcome('badge wait busy', 'Waiting for the answer…')
}

function showOutcome(className, text) {
  const paragraph = document.createElement('p')
  paragraph.className = className
  paragraph.textContent = text
  document.getElementById('outcome').replaceChildren(paragraph)
}

function quote(text) {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
