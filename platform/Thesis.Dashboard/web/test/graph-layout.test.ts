import { describe, expect, test } from 'vitest';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH, pathOf, type GraphEdge, type GraphLayout } from '../src/resources/graph-layout.ts';

const edge = (from: string, to: string, label = 'Reference'): GraphEdge => ({ from, to, label });
const at = (layout: GraphLayout, name: string) => layout.nodes.find((node) => node.name === name) ?? { name, x: Number.NaN, y: Number.NaN };

function overlaps(layout: GraphLayout): string[] {
  return layout.nodes.flatMap((a, index) => layout.nodes.slice(index + 1).flatMap((b) => (Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < NODE_HEIGHT ? [`${a.name} ${b.name}`] : [])));
}

describe('the graph of resources', () => {
  test('puts what depends left of what it depends on', () => {
    const layout = layoutGraph(['db', 'api', 'web'], [edge('web', 'api'), edge('api', 'db'), edge('web', 'db')]);
    expect(at(layout, 'web').x).toBeLessThan(at(layout, 'api').x);
    expect(at(layout, 'api').x).toBeLessThan(at(layout, 'db').x);
  });

  test('lets no two nodes overlap and stays within its size', () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const edges = names.flatMap((name, index) => [3, 7, 11].map((step) => edge(name, `n${(index * step + step) % 40}`)));
    const layout = layoutGraph(names, edges);
    expect(layout.nodes).toHaveLength(40);
    expect(overlaps(layout)).toEqual([]);
    for (const node of layout.nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.x + NODE_WIDTH).toBeLessThanOrEqual(layout.width);
      expect(node.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
    }
  });

  test('draws a cycle, each edge from its own start to its own end', () => {
    const layout = layoutGraph(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')]);
    expect(layout.edges.map((one) => `${one.from}${one.to}`).sort()).toEqual(['ab', 'bc', 'ca']);
    for (const one of layout.edges) {
      const start = at(layout, one.from);
      expect([start.x, start.x + NODE_WIDTH]).toContain(one.points[0]?.x);
      expect(one.points[0]?.y).toBe(start.y + NODE_HEIGHT / 2);
    }
  });

  test('draws two edges between the same nodes once, with both labels', () => {
    const layout = layoutGraph(['a', 'b'], [edge('a', 'b'), edge('a', 'b', 'WaitFor')]);
    expect(layout.edges.map((one) => one.label)).toEqual(['Reference, WaitFor']);
  });

  test('takes an edge past the nodes of the layers it crosses', () => {
    const layout = layoutGraph(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')]);
    const middle = at(layout, 'b');
    const long = layout.edges.find((one) => one.from === 'a' && one.to === 'c');
    const inside = long?.points.filter((point) => point.x >= middle.x && point.x <= middle.x + NODE_WIDTH) ?? [];
    expect(inside.length).toBeGreaterThan(0);
    for (const point of inside) expect(Math.abs(point.y - (middle.y + NODE_HEIGHT / 2))).toBeGreaterThan(NODE_HEIGHT / 2);
  });

  test('untangles what can be drawn without crossings', () => {
    const layout = layoutGraph(['a', 'b', 'x', 'y'], [edge('a', 'y'), edge('b', 'x')]);
    expect(Math.sign(at(layout, 'a').y - at(layout, 'b').y)).toBe(Math.sign(at(layout, 'y').y - at(layout, 'x').y));
  });

  test('leaves out edges to what is not shown, and to itself', () => expect(layoutGraph(['a'], [edge('a', 'gone'), edge('a', 'a')]).edges).toEqual([]));

  test('an empty graph has a size', () => expect(layoutGraph([], []).width).toBeGreaterThan(0));

  test('a chain of 3,000 does not overflow the stack', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `n${index}`);
    expect(layoutGraph(names, names.slice(1).map((name, index) => edge(`n${index}`, name))).nodes).toHaveLength(3000);
  });

  test('a path begins at its first point', () => expect(pathOf([{ x: 1, y: 2 }, { x: 5, y: 6 }])).toBe('M1 2C3 2 3 6 5 6'));
});
