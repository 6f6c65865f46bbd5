import { groupBy } from '../collections/group-by.ts';

/** What is drawn: nodes by name, edges from what depends to what it depends on. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge extends GraphEdge {
  /** The points the edge goes through, from its start at a node's right side to its end at another's left. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 58;
const LAYER_GAP = 90;
const ROW_GAP = 22;
const MARGIN = 16;
/** A long edge passes between the nodes of the layers it crosses; it needs less room than a node. */
const PASS_HEIGHT = 14;
const SWEEPS = 12;

interface Slot {
  readonly key: string;
  readonly name: string | null;
  readonly layer: number;
  readonly before: Slot[];
  readonly after: Slot[];
  y: number;
}

/**
 * Lays a graph out in layers (Sugiyama, Tagawa and Toda 1981): cycles are broken, layers are longest paths, long edges get
 * a place in each layer they cross, the order within layers follows the neighbours' mean over some sweeps, and rows are
 * pulled towards their neighbours without overlapping.
 */
export function layoutGraph(names: readonly string[], edges: readonly GraphEdge[]): GraphLayout {
  const known = new Set(names);
  const usable = edges.filter((edge) => edge.from !== edge.to && known.has(edge.from) && known.has(edge.to));
  const forward = withoutCycles(names, usable);
  const layerOf = layersOf(names, forward);
  const { layers, chains } = slotsOf(names, forward, layerOf);
  orderLayers(layers);
  placeRows(layers);
  return toLayout(layers, chains, usable);
}

const pairOf = (from: string, to: string) => `${from}\n${to}`;

/** The pairs of the edges, those that close a cycle turned around. */
function withoutCycles(names: readonly string[], edges: readonly GraphEdge[]): readonly (readonly [string, string])[] {
  const next = groupBy(edges, (edge) => edge.from);
  const state = new Map<string, 'open' | 'done'>();
  const pairs = new Map<string, readonly [string, string]>();
  const add = (from: string, to: string) => pairs.set(pairOf(from, to), [from, to]);
  // By hand, since a chain of resources may be longer than the call stack is deep.
  for (const root of names) {
    if (state.has(root)) continue;
    const stack: { name: string; index: number }[] = [{ name: root, index: 0 }];
    state.set(root, 'open');
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (!top) break;
      const edge = next.get(top.name)?.[top.index++];
      if (!edge) {
        state.set(top.name, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open') add(edge.to, edge.from);
      else {
        add(edge.from, edge.to);
        if (!state.has(edge.to)) {
          state.set(edge.to, 'open');
          stack.push({ name: edge.to, index: 0 });
        }
      }
    }
  }
  return [...pairs.values()];
}

/** The layer of each node: one more than that of any node that points to it. Nodes are then drawn as near to their targets as possible. */
function layersOf(names: readonly string[], pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, number> {
  const layer = new Map(names.map((name) => [name, 0]));
  const incoming = new Map(names.map((name) => [name, 0]));
  const after = groupBy(pairs, ([from]) => from);
  for (const [, to] of pairs) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const ready = names.filter((name) => incoming.get(name) === 0);
  const order: string[] = [];
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    order.push(name);
    for (const [, to] of after.get(name) ?? []) {
      layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(name) ?? 0) + 1));
      const left = (incoming.get(to) ?? 1) - 1;
      incoming.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  for (const name of order.reverse()) {
    const targets = after.get(name) ?? [];
    if (targets.length > 0) layer.set(name, Math.min(...targets.map(([, to]) => layer.get(to) ?? 0)) - 1);
  }
  return layer;
}

function slotsOf(names: readonly string[], pairs: readonly (readonly [string, string])[], layerOf: ReadonlyMap<string, number>) {
  const layers: Slot[][] = [];
  const byName = new Map<string, Slot>();
  const chains = new Map<string, readonly Slot[]>();
  const add = (key: string, name: string | null, layer: number): Slot => {
    const slot: Slot = { key, name, layer, before: [], after: [], y: 0 };
    while (layers.length <= layer) layers.push([]);
    layers[layer]?.push(slot);
    return slot;
  };
  for (const name of names) byName.set(name, add(name, name, layerOf.get(name) ?? 0));
  for (const [from, to] of pairs) {
    const start = byName.get(from);
    const end = byName.get(to);
    if (!start || !end) continue;
    const chain: Slot[] = [start];
    for (let layer = start.layer + 1; layer < end.layer; layer++) chain.push(add(`${pairOf(from, to)}\n${layer}`, null, layer));
    chain.push(end);
    for (let i = 1; i < chain.length; i++) {
      const [a, b] = [chain[i - 1], chain[i]];
      if (a && b) {
        a.after.push(b);
        b.before.push(a);
      }
    }
    chains.set(pairOf(from, to), chain);
  }
  return { layers, chains };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function orderLayers(layers: Slot[][]): void {
  const number = () => layers.forEach((layer) => layer.forEach((slot, index) => (slot.y = index)));
  number();
  let best = layers.map((layer) => [...layer]);
  let fewest = crossingsOf(layers);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const weight = new Map(layer.map((slot) => [slot, weightOf(slot, down ? slot.before : slot.after)]));
      layer.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
      layer.forEach((slot, index) => (slot.y = index));
    }
    const crossings = crossingsOf(layers);
    if (crossings < fewest) {
      fewest = crossings;
      best = layers.map((layer) => [...layer]);
    }
  }
  best.forEach((layer, index) => (layers[index] = layer));
}

const weightOf = (slot: Slot, neighbours: readonly Slot[]) => (neighbours.length ? mean(neighbours.map((one) => one.y)) : slot.y);

/** How many pairs of edges cross between neighbouring layers. */
function crossingsOf(layers: readonly Slot[][]): number {
  let crossings = 0;
  for (const layer of layers) {
    const edges = layer.flatMap((slot, index) => slot.after.map((target) => [index, target.y] as const));
    for (let i = 0; i < edges.length; i++)
      for (let j = i + 1; j < edges.length; j++) {
        const [a, b] = [edges[i], edges[j]];
        if (a && b && (a[0] - b[0]) * (a[1] - b[1]) < 0) crossings++;
      }
  }
  return crossings;
}

const heightOf = (slot: Slot) => (slot.name === null ? PASS_HEIGHT : NODE_HEIGHT);
const gapOf = (a: Slot, b: Slot) => (heightOf(a) + heightOf(b)) / 2 + ROW_GAP;

/** Gives each slot the y of its middle. */
function placeRows(layers: readonly Slot[][]): void {
  for (const layer of layers) {
    let y = 0;
    layer.forEach((slot, index) => {
      const before = layer[index - 1];
      y = before ? y + gapOf(before, slot) : 0;
      slot.y = y;
    });
    const middle = y / 2;
    for (const slot of layer) slot.y -= middle;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) pull(layer);
  }
}

/** Moves a layer's slots towards the mean of their neighbours, keeping order and gaps. */
function pull(layer: readonly Slot[]): void {
  const wanted = layer.map((slot) => weightOf(slot, [...slot.before, ...slot.after]));
  // Each block of touching slots moves as one to its mean wish, merging with the block it runs into.
  const blocks: { slots: number[]; at: number; offsets: number[] }[] = [];
  layer.forEach((_, index) => {
    let block = { slots: [index], at: wanted[index] ?? 0, offsets: [0] };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const lastIndex = last.slots.at(-1) ?? 0;
      const [above, below] = [layer[lastIndex], layer[block.slots[0] ?? 0]];
      if (!above || !below) break;
      const gap = gapOf(above, below);
      const bottom = last.at + (last.offsets.at(-1) ?? 0);
      if (block.at >= bottom + gap) break;
      const shift = (last.offsets.at(-1) ?? 0) + gap;
      const slots = [...last.slots, ...block.slots];
      const offsets = [...last.offsets, ...block.offsets.map((offset) => offset + shift)];
      const at = mean(slots.map((slot, i) => (wanted[slot] ?? 0) - (offsets[i] ?? 0)));
      blocks.pop();
      block = { slots, offsets, at };
    }
    blocks.push(block);
  });
  for (const block of blocks) block.slots.forEach((index, i) => {
    const slot = layer[index];
    if (slot) slot.y = block.at + (block.offsets[i] ?? 0);
  });
}

function toLayout(layers: readonly Slot[][], chains: ReadonlyMap<string, readonly Slot[]>, edges: readonly GraphEdge[]): GraphLayout {
  const slots = layers.flat();
  const top = Math.min(0, ...slots.map((slot) => slot.y - heightOf(slot) / 2));
  const bottom = Math.max(0, ...slots.map((slot) => slot.y + heightOf(slot) / 2));
  const leftOf = (layer: number) => MARGIN + layer * (NODE_WIDTH + LAYER_GAP);
  const middleOf = (slot: Slot) => slot.y - top + MARGIN;
  const nodes = slots.flatMap((slot) => (slot.name === null ? [] : [{ name: slot.name, x: leftOf(slot.layer), y: middleOf(slot) - NODE_HEIGHT / 2 }]));
  const labels = groupBy(edges, (edge) => pairOf(edge.from, edge.to));
  const placed = [...labels].flatMap(([pair, same]) => {
    const [edge] = same;
    const chain = chains.get(pair);
    const turned = chain ? undefined : edge && chains.get(pairOf(edge.to, edge.from));
    const through = chain ?? turned;
    if (!edge || !through) return [];
    // Level across each layer, so that a long edge does not cut the corners of the nodes it passes between.
    const points = through.flatMap((slot, index) => {
      const left = { x: leftOf(slot.layer), y: middleOf(slot) };
      const right = { x: left.x + NODE_WIDTH, y: left.y };
      return slot.name === null ? [left, right] : [index === 0 ? right : left];
    });
    return [{ from: edge.from, to: edge.to, label: [...new Set(same.map((one) => one.label))].join(', '), points: turned ? points.reverse() : points }];
  });
  return { nodes, edges: placed, width: leftOf(Math.max(0, layers.length - 1)) + NODE_WIDTH + MARGIN, height: bottom - top + MARGIN * 2 };
}

/** A smooth SVG path through the points, level at each of them. */
export function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (!before) return `M${point.x} ${point.y}`;
      const middle = (before.x + point.x) / 2;
      return `C${middle} ${before.y} ${middle} ${point.y} ${point.x} ${point.y}`;
    })
    .join('');
}
