/** Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is quoted as text. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Hands rows to the browser to save as a file. */
export const saveCsv = (name: string, rows: readonly (readonly (string | number)[])[]): void => saveCsvText(name, toCsv(rows));

/** Hands CSV to the browser to save as a file. The mark at the start tells spreadsheets that it is UTF-8. */
export function saveCsvText(name: string, csv: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
