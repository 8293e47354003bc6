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
  if (await load("plotly")) {
    for (const holder of document.querySelectorAll(".plotly-figure")) {
      const figure = JSON.parse(holder.querySelector("script").textContent);
      await Plotly.newPlot(holder, figure.data, figure.layout, { responsive: true, ...figure.config });
    }
  }
  if (await load("mermaid")) {
    mermaid.initialize({ startOnLoad: false });
    await mermaid.run({ querySelector: ".mermaid" });
  }
})();
