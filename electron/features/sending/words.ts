import { fillTemplate, parseTemplate, type Template, type TemplateValues } from '../../../shared/domain/template.ts';

/** Words parsed once for many friends. */
const parsed = new Map<string, Template>();

function templateOf(text: string): Template {
  let template = parsed.get(text);
  if (!template) {
    if (parsed.size > 50) parsed.clear();
    parsed.set(text, (template = parseTemplate(text).template));
  }
  return template;
}

/** The words for one friend and what is empty in them; without values (she is settled) they stand as they were sent. */
export function wordsFor(text: string, values: TemplateValues | undefined): { text: string; missing: string[] } {
  return values ? fillTemplate(templateOf(text), values) : { text, missing: [] };
}
