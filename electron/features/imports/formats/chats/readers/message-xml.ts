import type { MessageKind } from '../../../../../../shared/domain/messages.ts';

/**
 * Words of a message of which the exporter left WeChat's raw XML: names of cards and places, what a call says, the words of a notice;
 * '' for what has none (pictures, voice). Text that is no XML is given back as it is. Nothing is resolved or fetched.
 */
export function messageXml(kind: MessageKind, raw: string): string {
  if (kind === 'text' || raw.charCodeAt(0) > 60 || !/^\s*(?:<\?xml|<\w)/.test(raw)) return raw;
  switch (kind) {
    case 'card':
      return attribute(raw, 'nickname');
    case 'location':
      return `${attribute(raw, 'poiname')} ${attribute(raw, 'label')}`.trim();
    case 'picture':
    case 'voice':
    case 'video':
    case 'emoji':
      return '';
    case 'call':
      return element(raw, 'msg');
    case 'system':
      return (element(raw, 'replacemsg') || element(raw, 'content') || raw.replace(/<[^>]{0,2000}>/g, '')).trim();
    default:
      return element(raw, 'title') || raw;
  }
}

function attribute(xml: string, name: string): string {
  return entities(new RegExp(`\\b${name}\\s*=\\s*"([^"]{0,2000})"`).exec(xml)?.[1] ?? '');
}

function element(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]{0,20000}?)\\]\\]>|([^<]{0,20000}))</${name}>`).exec(xml);
  return found ? (found[1] ?? entities(found[2]!)) : '';
}

const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function entities(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => named[name]!);
}
