interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

/**
 * The page runs under `require-trusted-types-for 'script'`. The control library fills <style> elements through
 * innerHTML, so plain text (no '<') must pass; anything that could open a tag is refused.
 */
export function installTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (!factory) return;
  factory.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('Markup is refused');
      return text;
    },
  });
}
