// The same trip with nothing but `postMessage`: a text of the same length, there and back.

const text = `callBind:${JSON.stringify({
  event: 'OnCrmDealAdd',
  handler: 'https://app.example.com/handler/',
  auth_type: 0,
})}:12345678901234567890_1:0123456789abcdef0123456789abcdef`
const portalOrigin = new URL(document.referrer).origin

window.runRound = async (calls) => {
  let answered: (() => void) | undefined
  const listen = () => answered?.()
  window.addEventListener('message', listen)
  const start = performance.now()
  for (let call = 0; call < calls; call++) {
    await new Promise<void>((resolve) => {
      answered = resolve
      window.parent.postMessage(text, portalOrigin)
    })
  }
  const time = performance.now() - start
  window.removeEventListener('message', listen)
  return time
}

export {}
