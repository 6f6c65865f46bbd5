import type { PlainKey } from '../language/catalogue.ts';
import { t } from '../language/language.ts';

type Known = Readonly<Record<string, PlainKey>>;

const TYPES: Known = {
  Project: 'typeProject',
  Executable: 'typeExecutable',
  Container: 'typeContainer',
  Parameter: 'typeParameter',
  ConnectionString: 'typeConnectionString',
  ExternalService: 'typeExternalService',
  PostgresServer: 'typePostgresServer',
  PostgresDatabase: 'typePostgresDatabase',
  Redis: 'typeRedis',
  KafkaServer: 'typeKafkaServer',
  NodeApp: 'typeNodeApp',
  ViteApp: 'typeViteApp',
  BunApp: 'typeBunApp',
  JavaScriptApp: 'typeJavaScriptApp',
  JavaScriptInstaller: 'typeJavaScriptInstaller',
};

const PROPERTIES: Known = {
  'executable.path': 'program',
  'executable.args': 'arguments',
  'executable.workDir': 'workingDirectory',
  'waiting.for': 'waitsFor',
  fault: 'fault',
  Value: 'value',
};

const RELATIONSHIPS: Known = { Reference: 'relationReference', WaitFor: 'relationWaitFor', Parent: 'relationParent' };

const nameIn = (known: Known) => (name: string): string => {
  const key = Object.hasOwn(known, name) ? known[name] : undefined;
  return key ? t(key) : name;
};

/** What people call a resource's type; one that only the application knows stays as it is. */
export const typeText = nameIn(TYPES);

/** What people call a property that resources of every application have. */
export const propertyText = nameIn(PROPERTIES);

/** What people call a relationship between two resources. */
export const relationshipText = nameIn(RELATIONSHIPS);
