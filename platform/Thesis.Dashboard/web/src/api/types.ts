/** What the dashboard's server sends. Times are ISO-8601 in UTC, durations milliseconds. */
export interface Application {
  readonly name: string;
  readonly version: string;
  readonly runId: string;
  readonly startedAt: string;
  /** False when the dashboard runs by itself, without an AppHost behind it. */
  readonly hasResources: boolean;
  readonly otlpHttpUrl?: string | null;
  readonly otlpGrpcUrl?: string | null;
}

export interface ResourceUrl {
  readonly name: string;
  readonly url: string;
  readonly isInternal: boolean;
  readonly displayText?: string | null;
}

/** A name with a value; the value of a secret is null until it is revealed. */
export interface NamedValue {
  readonly name: string;
  readonly value: string | null;
  readonly isSecret: boolean;
}

export interface Volume {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

export interface HealthReport {
  readonly name: string;
  readonly status?: string | null;
  readonly description?: string | null;
  readonly lastRunAt?: string | null;
  readonly error?: string | null;
}

export interface Relationship {
  readonly resourceName: string;
  readonly type: string;
}

export type ArgumentKind = 'text' | 'secret' | 'bool' | 'number' | 'choice';

export interface CommandChoice {
  readonly value: string;
  readonly text: string;
}

export interface CommandArgument {
  readonly name: string;
  readonly label: string;
  readonly kind: ArgumentKind;
  readonly required: boolean;
  readonly choices?: readonly CommandChoice[] | null;
  readonly description?: string | null;
  readonly placeholder?: string | null;
  readonly value?: string | null;
  readonly maxLength?: number | null;
}

export interface ResourceCommand {
  readonly name: string;
  readonly displayName: string;
  readonly description?: string | null;
  readonly confirmation?: string | null;
  readonly state: 'Enabled' | 'Disabled' | 'Hidden';
  readonly isHighlighted: boolean;
  readonly arguments: readonly CommandArgument[];
}

export interface ResourceView {
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly group?: string | null;
  readonly state?: string | null;
  readonly stateStyle?: string | null;
  readonly health?: 'Healthy' | 'Unhealthy' | 'Degraded' | null;
  readonly createdAt?: string | null;
  readonly startedAt?: string | null;
  readonly stoppedAt?: string | null;
  readonly exitCode?: number | null;
  readonly pid?: number | null;
  readonly source?: string | null;
  readonly isHidden: boolean;
  readonly urls: readonly ResourceUrl[];
  readonly environment: readonly NamedValue[];
  readonly properties: readonly NamedValue[];
  readonly volumes: readonly Volume[];
  readonly healthReports: readonly HealthReport[];
  readonly relationships: readonly Relationship[];
  readonly commands: readonly ResourceCommand[];
  readonly waitingFor: readonly string[];
}

export interface ResourceSecrets {
  readonly environment: readonly NamedValue[];
  readonly properties: readonly NamedValue[];
}

export interface CommandOutcome {
  readonly success: boolean;
  readonly message?: string | null;
  readonly result?: string | null;
  readonly showResult?: boolean;
}

export interface ConsoleLine {
  readonly number: number;
  readonly time: string;
  readonly isError: boolean;
  readonly text: string;
}

export interface ConsoleBatch {
  readonly resource: string;
  readonly lines: readonly ConsoleLine[];
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface LogItem {
  readonly id: number | string;
  readonly time: string;
  readonly resource: string;
  readonly level: string;
  readonly severity: number | string;
  readonly message: string;
  readonly category?: string | null;
  /** The name of an event, when the entry is one. */
  readonly eventName?: string | null;
  readonly traceId?: string | null;
  readonly spanId?: string | null;
  readonly attributes: Attributes;
  readonly exception?: string | null;
}

/** A page, newest first; `next` goes into `before` for the following page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | number | null;
}

export interface TraceSummary {
  readonly traceId: string;
  readonly name: string;
  readonly startTime: string;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  /** False while, or because, the span that began it has not come. */
  readonly hasRoot?: boolean;
  readonly resources: readonly { readonly name: string; readonly spans: number }[];
}

export interface SpanEvent {
  readonly name: string;
  readonly time: string;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

export interface Span {
  readonly spanId: string;
  readonly parentSpanId?: string | null;
  readonly name: string;
  readonly kind: string;
  readonly resource: string;
  readonly scope?: string | null;
  readonly startTime: string;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly status: string;
  readonly statusMessage?: string | null;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
}

export interface Trace {
  readonly traceId: string;
  readonly startTime: string;
  readonly durationMs: number;
  /** Whether it has more spans than are sent. */
  readonly isCut?: boolean;
  readonly spans: readonly Span[];
  readonly logs: readonly LogItem[];
}

export type InstrumentKind = 'sum' | 'gauge' | 'histogram';

export interface Instrument {
  readonly resource: string;
  readonly meter: string;
  readonly name: string;
  readonly description?: string | null;
  readonly unit?: string | null;
  readonly kind: InstrumentKind;
  readonly attributes: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** What was measured in one interval: the last value of a gauge, the increase per second of a counter, the mean of a histogram. */
export interface Point {
  readonly time: string;
  readonly value?: number | null;
  /** What a counter stands at. */
  readonly total?: number | null;
  readonly count?: number | null;
  readonly sum?: number | null;
  readonly p50?: number | null;
  readonly p90?: number | null;
  readonly p99?: number | null;
}

export interface Series {
  readonly attributes: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

export interface Exemplar {
  readonly time: string;
  readonly value: number;
  readonly traceId: string;
  readonly spanId: string;
}

export interface InstrumentSeries {
  readonly kind: InstrumentKind;
  /** Whether a sum only grows; its points are then increases per second. */
  readonly isMonotonic?: boolean;
  readonly unit?: string | null;
  /** Whether there are more series than are sent. */
  readonly isCut?: boolean;
  readonly series: readonly Series[];
  readonly exemplars: readonly Exemplar[];
}

export interface TelemetryResource {
  readonly name: string;
  readonly instanceId?: string | null;
  readonly logs: number;
  readonly spans: number;
  readonly metrics: number;
}

export interface Run {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt?: string | null;
  readonly application: string;
  readonly bytes: number;
  readonly logs: number;
  readonly spans: number;
  readonly points: number;
  /** Records that the bound on disk pushed out or that came too fast. */
  readonly dropped?: number;
  readonly isCurrent: boolean;
  readonly isImported?: boolean;
}

export interface Counts {
  readonly logs: number;
  readonly logErrors: number;
  readonly spans: number;
  readonly spanErrors: number;
}

export interface OperationTimes {
  readonly count: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface ComparedOperation {
  readonly name: string;
  readonly a?: OperationTimes | null;
  readonly b?: OperationTimes | null;
}

export interface ComparedResource {
  readonly name: string;
  readonly a?: Counts | null;
  readonly b?: Counts | null;
  readonly operations: readonly ComparedOperation[];
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly resources: readonly ComparedResource[];
}
