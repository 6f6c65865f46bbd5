/** Puts the focus on the first field that is marked as wrong, once the marks are drawn. */
export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const marked = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"], [data-fault]');
    const field = marked?.matches('[data-fault]') ? marked.closest('fieldset')?.querySelector<HTMLElement>('input') : marked;
    field?.focus();
  });
}
