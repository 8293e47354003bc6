// Scripts travel compressed inside the page; this unpacks those it carries and draws what needs them.
(async () => {
  const load = async name => {
    const holder = document.getElementById(`asset-${name}`);
    if (!holder) return false;
    const bytes = Uint8Array.from(atob(holder.textContent.trim()), c => c.charCodeAt(0));
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
    return true;
  };
  if (await load("katex")) {
    for (const math of document.querySelectorAll(".math"))
      katex.render(math.textContent.trim().slice(2, -2), math, { displayMode: math.matches("div, .display"), throwOnError: false });
  }
  // On a dark page charts have no paper and bright ink, in place of the colors of the library's template.
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const tones = { white: "rgba(0,0,0,0)", "#222222": "#e3e3e3", "#3C4043": "#bdc1c6", "#5F6368": "#9aa0a6", "#E9EAEE": "rgba(128,134,139,.3)",
    "rgba(255,255,255,0.8)": "rgba(0,0,0,.5)" };
  const themed = text => !dark ? text
    : Object.entries(tones).reduce((all, [light, other]) => all.replaceAll(`"${light}"`, `"${other}"`), text);
  if (await load("plotly")) {
    for (const holder of document.querySelectorAll(".plotly-figure")) {
      const figure = JSON.parse(themed(holder.querySelector("script").textContent));
      await Plotly.newPlot(holder, figure.data, figure.layout, { responsive: true, ...figure.config });
    }
  }
  if (await load("mermaid")) {
    mermaid.initialize({ startOnLoad: false });
    await mermaid.run({ querySelector: ".mermaid" });
  }
})();
