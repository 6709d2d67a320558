// Runs before anything is painted: the chosen theme, and whether the sample in the page is about to be replaced.
(function () {
  var root = document.documentElement
  try {
    var prefs = JSON.parse(localStorage.getItem('limbeck.prefs') || '{}')
    if (prefs.theme === 'light' || prefs.theme === 'dark') root.dataset.theme = prefs.theme
    if (prefs.left) root.style.setProperty('--left', prefs.left + 'px')
    if (prefs.right) root.style.setProperty('--right', prefs.right + 'px')
    var last = sessionStorage.getItem('limbeck.workspace')
    if ((last && last !== 'sample:default') || location.hash.indexOf('#sample/') === 0) root.dataset.restoring = ''
  } catch (problem) { /* storage is blocked: the page works without */ }
})()
