import { useEffect, useMemo, useState } from 'react';
import type { ResourceView } from '../api/types.ts';
import { IconButton } from '../ui/Button.tsx';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH, pathOf, type GraphEdge } from './graph-layout.ts';
import { named } from './relationships.ts';
import { StateMark } from './StateMark.tsx';
import { t } from '../language/language.ts';
import { typeText } from './known-names.ts';

interface ResourceGraphProps {
  readonly resources: readonly ResourceView[];
  readonly selected: string | null;
  readonly onSelect: (name: string) => void;
}

const ZOOM_STEP = 1.25;
const SMALLEST = 0.3;
const LARGEST = 2;
const READABLE = 0.6;

/** Resources and what they depend on, from left to right. */
export function ResourceGraph({ resources, selected, onSelect }: ResourceGraphProps) {
  // Null shows all of it, as far as it can be read.
  const [chosenZoom, setZoom] = useState<number | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  // States change often, the shape does not: it is laid out again only when it changed.
  const shape = JSON.stringify(resources.map((one) => [one.name, ...one.relationships.flatMap((relation) => named(resources, relation.resourceName).map((target) => [target.name, relation.type]))]));
  const layout = useMemo(() => {
    const read = JSON.parse(shape) as [string, ...[string, string][]][];
    const edges = read.flatMap(([from, ...relations]) => relations.map(([to, label]): GraphEdge => ({ from, to, label })));
    return layoutGraph(read.map(([name]) => name), edges);
  }, [shape]);
  const byName = new Map(resources.map((one) => [one.name, one]));
  const lit = pointed ?? selected;
  const near = new Set(layout.edges.flatMap((edge) => (edge.from === lit || edge.to === lit ? [edge.from, edge.to] : [])));
  const dimmed = (name: string) => lit !== null && near.size > 0 && name !== lit && !near.has(name);
  const clamp = (value: number) => Math.max(SMALLEST, Math.min(LARGEST, value));
  useEffect(() => {
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => entry && setRoom({ width: entry.contentRect.width, height: entry.contentRect.height }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  const zoom = chosenZoom ?? (room.width > 0 ? Math.max(READABLE, Math.min(room.width / layout.width, room.height / layout.height, 1)) : 1);
  const fit = () => setZoom(room.width > 0 ? clamp(Math.min(room.width / layout.width, room.height / layout.height, 1)) : 1);

  return (
    <div className="graph">
      <div className="graph-tools">
        <IconButton icon="expand" label={t('showWholeGraph')} onClick={fit} />
        <button type="button" className="icon-button" aria-label={t('smaller')} title={t('smaller')} onClick={() => setZoom(clamp(zoom / ZOOM_STEP))}>−</button>
        <button type="button" className="icon-button" aria-label={t('larger')} title={t('larger')} onClick={() => setZoom(clamp(zoom * ZOOM_STEP))}>+</button>
      </div>
      <div className="graph-scroll" ref={setBox} tabIndex={0} role="region" aria-label={t('graphOfResources')}>
        <div style={{ width: layout.width * zoom, height: layout.height * zoom, margin: 'auto' }}>
          <div className="graph-canvas" style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}>
            <svg width={layout.width} height={layout.height} aria-hidden="true">
              <defs>
                <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
                  <path d="M0 0.8L7 4L0 7.2z" />
                </marker>
              </defs>
              {layout.edges.map((edge) => (
                <path key={`${edge.from} ${edge.to}`} className="graph-edge" data-lit={edge.from === lit || edge.to === lit || undefined} data-dim={(lit !== null && near.size > 0 && edge.from !== lit && edge.to !== lit) || undefined} d={pathOf(edge.points)} markerEnd="url(#arrow)" data-kind={edge.label.includes('Reference') ? 'reference' : 'order'}>
                  <title>{`${edge.from} → ${edge.to}: ${edge.label}`}</title>
                </path>
              ))}
            </svg>
            <ul>
              {layout.nodes.map((node) => {
                const resource = byName.get(node.name);
                if (!resource) return null;
                const needs = layout.edges.filter((edge) => edge.from === node.name).map((edge) => edge.to);
                return (
                  <li key={node.name} style={{ left: node.x, top: node.y, width: NODE_WIDTH, height: NODE_HEIGHT }}>
                    <button type="button" className="graph-node" aria-pressed={node.name === selected} data-dim={dimmed(node.name) || undefined} onClick={() => onSelect(node.name)} onPointerEnter={() => setPointed(node.name)} onPointerLeave={() => setPointed(null)} onFocus={() => setPointed(node.name)} onBlur={() => setPointed(null)}>
                      <span className="graph-name">{resource.displayName}</span>
                      <span className="graph-info">
                        <StateMark resource={resource} detail={false} />
                        <span className="dim graph-type">{typeText(resource.type)}</span>
                      </span>
                      {needs.length > 0 && <span className="visually-hidden">{t('dependsOn', { names: needs.map((name) => byName.get(name)?.displayName ?? name).join(', ') })}</span>}
                    </button>
                  </li>
                );
              })}
            </ul>
          </div>
        </div>
      </div>
    </div>
  );
}
