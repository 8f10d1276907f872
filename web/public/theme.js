// Sets the theme before the first paint; a file of its own, so that no inline script needs to be allowed.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('muster.theme') || 'system'
  } catch {}
  const dark = choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark'
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
