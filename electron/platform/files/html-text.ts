const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for a page: nothing in it is ever markup. */
export function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign]!);
}
