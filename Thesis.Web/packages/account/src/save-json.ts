/** Hands data to the browser to save as a file that people can read. */
export function saveJson(name: string, data: unknown): void {
  const link = document.createElement('a');
  // The client reads 64-bit numbers as BigInt, which JSON does not know.
  const text = JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value), 2);
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
