(() => {
  "use strict";
  const period = 2000;
  const live = document.getElementById("live");
  async function update() {
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("main").replaceWith(fresh.querySelector("main"));
      document.title = fresh.title;
      live.textContent = "Live.";
    } catch (gone) {
      live.textContent = "The tracker does not answer.";
    }
    setTimeout(update, period);
  }
  setTimeout(update, period);
})();
