"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const picture = document.getElementById("picture"), view = document.getElementById("view");
  const panel = document.getElementById("panel");
  const find = document.getElementById("find"), admin = document.getElementById("admin"), sure = document.getElementById("sure");
  const W = 150, H = 38, DX = 290, DY = 62;
  const nodes = data.nodes.map(([key, kind, label, isAdmin]) => ({ key, kind, label, isAdmin, out: [] }));
  const edges = data.edges.map(([from, to, labels, conditional]) => ({ from, to, labels, conditional }));
  edges.forEach((edge, number) => nodes[edge.from].out.push(number));
  const paths = data.entries.flatMap(entry => entry.paths.map(path => ({ ...path, principal: entry.principal })));

  const shape = (name, attributes, parent, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };
  const element = (name, className, parent, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };
  const short = text => (text.length > 22 ? text.slice(0, 21) + "…" : text);

  // Columns by the fewest steps to an administrator, those that reach none by their distance from a start.
  const layers = () => {
    const depth = new Array(nodes.length).fill(-1);
    const into = nodes.map(() => []);
    edges.forEach(edge => into[edge.to].push(edge.from));
    let next = nodes.map((_, number) => number).filter(number => nodes[number].isAdmin);
    for (let level = 0; next.length; level++) {
      next.forEach(number => { depth[number] = level; });
      next = [...new Set(next.flatMap(number => into[number]))].filter(number => depth[number] < 0);
    }
    const deepest = Math.max(1, ...depth);
    const columns = [];
    nodes.forEach((node, number) => {
      node.column = depth[number] < 0 ? (node.out.length ? 0 : 1) : deepest - depth[number];
      (columns[node.column] ||= []).push(node);
    });
    for (const column of columns) {
      if (!column) continue;
      column.sort((one, other) => one.label.localeCompare(other.label));
      column.forEach((node, row) => { node.x = node.column * DX; node.y = (row - (column.length - 1) / 2) * DY; });
    }
  };

  const curve = edge => {
    const a = nodes[edge.from], b = nodes[edge.to];
    if (a === b) return `M ${a.x + W - 20} ${a.y - H / 2} c 30 -42 -70 -42 -40 0`;
    if (a.column < b.column) {
      const x1 = a.x + W, x2 = b.x, bend = (x2 - x1) / 2;
      return `M ${x1} ${a.y} C ${x1 + bend} ${a.y} ${x2 - bend} ${b.y} ${x2} ${b.y}`;
    }
    const x1 = a.x + W, x2 = b.x + W, bend = 50 + Math.abs(a.y - b.y) / 6;
    return `M ${x1} ${a.y} C ${x1 + bend} ${a.y} ${x2 + bend} ${b.y} ${x2} ${b.y}`;
  };

  const draw = () => {
    edges.forEach((edge, number) => {
      const group = shape("g", { class: "edge" + (edge.conditional ? " conditional" : ""), tabindex: 0 }, view);
      shape("path", { class: "line", d: curve(edge), "marker-end": "url(#tip)" }, group);
      shape("path", { class: "reach", d: curve(edge) }, group);
      const a = nodes[edge.from], b = nodes[edge.to];
      const more = edge.labels.length > 1 ? ` (+${edge.labels.length - 1})` : "";
      const self = a === b || a.column >= b.column;
      shape("text", { x: (a.x + b.x + W) / 2 + (self ? 55 : 0), y: (a.y + b.y) / 2 - (a === b ? 48 : 5), "text-anchor": "middle" },
        group, short(edge.labels[0].split(" + ").pop()) + more);
      shape("title", {}, group, edge.labels.join("\n"));
      onUse(group, () => showPaths(`${a.label} → ${b.label}`, paths.filter(path => path.edges.includes(number))));
      edge.drawn = group;
    });
    nodes.forEach(node => {
      const group = shape("g", { class: `node ${node.kind}${node.isAdmin ? " admin" : ""}`, tabindex: 0,
        transform: `translate(${node.x} ${node.y - H / 2})` }, view);
      shape("rect", { width: W, height: H, rx: node.kind === "user" ? 18 : 4 }, group);
      shape("text", { class: "kind", x: W / 2, y: 13, "text-anchor": "middle" }, group,
        node.kind === "everything" ? "" : node.kind + (node.isAdmin ? ", administrator" : ""));
      shape("text", { x: W / 2, y: 28, "text-anchor": "middle" }, group, short(node.label));
      shape("title", {}, group, node.key);
      const number = nodes.indexOf(node);
      onUse(group, () => {
        const own = paths.filter(path => path.principal === node.key);
        const through = paths.filter(path => path.principal !== node.key
          && path.edges.some(each => edges[each].from === number || edges[each].to === number));
        showPaths(node.label, [...own, ...through]);
      });
      node.drawn = group;
    });
  };
  const onUse = (group, act) => {
    group.addEventListener("click", event => { if (!moved) { event.stopPropagation(); act(); } });
    group.addEventListener("keydown", event => { if (event.key === "Enter") act(); });
  };

  const fits = path => {
    const words = find.value.trim().toLowerCase();
    return (!admin.checked || path.admin) && (!sure.checked || !path.conditional)
      && (!words || JSON.stringify(path.steps).toLowerCase().includes(words));
  };
  const filter = () => {
    const shown = new Set(paths.filter(fits).flatMap(path => path.edges));
    const kept = new Set();
    edges.forEach((edge, number) => {
      edge.drawn.classList.toggle("hidden", !shown.has(number));
      if (shown.has(number)) { kept.add(edge.from); kept.add(edge.to); }
    });
    nodes.forEach((node, number) => node.drawn.classList.toggle("hidden", !kept.has(number)));
    showPaths("", paths.filter(fits));
  };

  const mark = marked => {
    const on = new Set(marked.flatMap(path => path.edges)), ends = new Set();
    on.forEach(number => { ends.add(edges[number].from); ends.add(edges[number].to); });
    const all = !marked.length;
    edges.forEach((edge, number) => {
      edge.drawn.classList.toggle("on", on.has(number));
      edge.drawn.classList.toggle("off", !all && !on.has(number));
    });
    nodes.forEach((node, number) => {
      node.drawn.classList.toggle("on", ends.has(number));
      node.drawn.classList.toggle("off", !all && !ends.has(number));
    });
  };

  const last = arn => arn.split("/").pop();
  const MOST = 200;
  const showPaths = (title, listed) => {
    panel.replaceChildren();
    element("h2", "", panel, title || "All paths");
    const shown = listed.filter(fits);
    if (!shown.length) element("p", "dim", panel, "No path.");
    const list = element("ol", "", panel);
    shown.slice(0, MOST).forEach(path => drawPath(list, path));
    if (shown.length > MOST) element("p", "dim", panel, `and ${shown.length - MOST} others: find narrows them down`);
    mark(title ? shown : []);
  };
  const drawPath = (list, path) => {
    const item = element("li", "path", list);
    item.tabIndex = 0;
    element("span", "tag" + (path.admin ? " admin" : ""), item, path.admin ? "reaches admin" : "reaches more");
    if (path.conditional) element("span", "tag condition", item, "conditional");
    path.steps.forEach(step => {
      const actions = [].concat(step.Action).join(" + ");
      element("div", "step", item, `${last(step.From)} — ${actions} → ${last(step.To)}`);
      element("div", "dim", item, `${step.Primitive}: ${step.Title}. It gives ${step.Gives}.`);
      step.Requests.forEach(request => {
        const permits = request.Statements.map(each => `${each.SourcePolicyId} Statement[${each.StatementIndex}]`).join(", ");
        element("div", "dim", item, `${request.Action} on ${request.Resource}, permitted by ${permits}`);
      });
      step.Condition.forEach(condition => element("div", "dim condition", item, `if ${condition}`));
    });
    const gains = path.steps[path.steps.length - 1].Gains;
    if (gains) element("div", "dim", item, `then allowed: ${gains.Action} on ${gains.Resource}`);
    const choose = () => {
      panel.querySelectorAll(".path.on").forEach(each => each.classList.remove("on"));
      item.classList.add("on");
      mark([path]);
    };
    item.addEventListener("click", choose);
    item.addEventListener("keydown", event => { if (event.key === "Enter") choose(); });
  };

  let scale = 1, left = 0, top = 0, held = null, moved = false;
  const place = () => view.setAttribute("transform", `translate(${left} ${top}) scale(${scale})`);
  const whole = () => {
    if (!nodes.length) return;
    const shown = nodes.filter(node => !node.drawn.classList.contains("hidden"));
    const all = shown.length ? shown : nodes;
    const x1 = Math.min(...all.map(n => n.x)) - 30, x2 = Math.max(...all.map(n => n.x)) + W + 90;
    const y1 = Math.min(...all.map(n => n.y)) - 70, y2 = Math.max(...all.map(n => n.y)) + 50;
    const box = picture.getBoundingClientRect();
    scale = Math.min(box.width / (x2 - x1), box.height / (y2 - y1), 1.6);
    left = (box.width - (x1 + x2) * scale) / 2;
    top = (box.height - (y1 + y2) * scale) / 2;
    place();
  };
  picture.addEventListener("wheel", event => {
    event.preventDefault();
    const box = picture.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const by = Math.exp(-event.deltaY * 0.0015), to = Math.min(6, Math.max(0.02, scale * by));
    left = x - (x - left) * to / scale;
    top = y - (y - top) * to / scale;
    scale = to;
    place();
  }, { passive: false });
  picture.addEventListener("pointerdown", event => { held = [event.clientX - left, event.clientY - top, event.clientX, event.clientY]; moved = false; });
  window.addEventListener("pointermove", event => {
    if (!held) return;
    if (Math.hypot(event.clientX - held[2], event.clientY - held[3]) > 4) { moved = true; picture.classList.add("moving"); }
    left = event.clientX - held[0];
    top = event.clientY - held[1];
    place();
  });
  window.addEventListener("pointerup", () => { held = null; picture.classList.remove("moving"); });
  picture.addEventListener("click", () => { if (!moved) showPaths("", paths); });

  const { principals, admins, escalating } = data.counts;
  document.getElementById("summary").textContent =
    `${escalating} of ${principals} users and roles can reach more than they have; ${admins} are administrators`;
  layers();
  draw();
  [find, admin, sure].forEach(each => each.addEventListener("input", filter));
  document.getElementById("whole").addEventListener("click", whole);
  window.addEventListener("resize", whole);
  filter();
  whole();
  document.documentElement.dataset.ready = "yes";
})();
