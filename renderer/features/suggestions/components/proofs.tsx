import type { Proof, RuleProof } from '../../../../shared/contracts/suggestions.ts';
import { trustRuleWords } from '../../../../shared/domain/words.ts';
import { count } from '../../../lib/format.ts';
import { proofWords } from '../words.ts';

export type OpenProof = (proof: Proof) => void;

const keyOf = (proof: Proof): string => {
  switch (proof.kind) {
    case 'message':
    case 'day':
      return `m${proof.messageId}`;
    case 'order':
      return `o${proof.orderId}`;
    case 'touch':
      return `t${proof.touchId}`;
    case 'brought':
      return `r${proof.referralId}`;
    default:
      return proof.kind + ('words' in proof ? proof.words : 'name' in proof ? proof.name : '');
  }
};

/** Only what lies on another page can be opened there. */
const canOpen = ({ kind }: Proof): boolean => kind === 'message' || kind === 'day' || kind === 'order';

function Line({ proof, onOpen }: { proof: Proof; onOpen: OpenProof }) {
  const { what, words, when, exact } = proofWords(proof);
  const inside = (
    <>
      <small>{what}</small>
      <span>{words}</span>
      <time title={exact}>{when}</time>
    </>
  );
  return (
    <li>
      {canOpen(proof) ? (
        <button type="button" title={proof.kind === 'order' ? '看这一单' : '在聊天里看'} onClick={() => onOpen(proof)}>
          {inside}
        </button>
      ) : (
        <div>{inside}</div>
      )}
    </li>
  );
}

export function ProofList({ proofs, label, onOpen }: { proofs: readonly Proof[]; label: string; onOpen: OpenProof }) {
  return (
    <ul className="proofs" aria-label={label}>
      {proofs.map((proof) => (
        <Line key={keyOf(proof)} proof={proof} onOpen={onOpen} />
      ))}
    </ul>
  );
}

/** What one rule rests on: how much there is, and the newest of it. */
export function RuleProofs({ rule, total, proofs, onOpen }: RuleProof & { onOpen: OpenProof }) {
  return (
    <section className="rule-proofs">
      <h4>
        {trustRuleWords[rule]}
        {total > proofs.length && <small>共 {count(total)} 条，列出最近的</small>}
      </h4>
      <ProofList proofs={proofs} label={trustRuleWords[rule]} onOpen={onOpen} />
    </section>
  );
}
