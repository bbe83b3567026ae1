//! Signing and sealing with what the ledger holds: the inspection's and the case's random names, how far every chain goes, and where
//! statements are kept.

use super::{CloseError, Signing, ToSeal, ToSign, seal};
use crate::{
    casework::{CaseNo, ParticipantNo, PublicKey, Refusal, SealCode, SealNo, Signature64},
    ledger::{Ledger, LedgerError, Passphrase},
    proof::chain::{CaseId, VaultId},
};

/// Whoever can reach the ledger, at once or through its thread.
pub trait OnLedger {
    /// Does something with the ledger and waits for it.
    ///
    /// # Errors
    /// What it gives, or [`LedgerError::Closed`] where the ledger is gone.
    fn on_ledger<T: Send + 'static>(
        &mut self,
        run: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError>;
}

/// The random names an inspection and a case go by outside.
fn names(ledger: &mut impl OnLedger, case: CaseNo) -> Result<(VaultId, CaseId), CloseError> {
    let (vault, id) =
        ledger.on_ledger(move |ledger| Ok((ledger.vault(), ledger.case_id(Some(case)))))?;
    Ok((vault, id.ok_or(Refusal::NoSuchCase(case))?))
}

impl<L: OnLedger> Signing for L {
    fn make_key(
        &mut self,
        words: &Passphrase,
        who: ParticipantNo,
    ) -> Result<(PublicKey, String), CloseError> {
        let vault = self.on_ledger(|ledger| Ok(ledger.vault()))?;
        seal::make_key(vault, words, who)
    }

    fn keep_text(&mut self, case: CaseNo, text: &str) -> Result<(), CloseError> {
        let bytes = text.as_bytes().to_vec();
        self.on_ledger(move |ledger| ledger.documents().put_text(case, &bytes))?;
        Ok(())
    }

    fn sign(
        &mut self,
        what: &ToSign,
        words: &Passphrase,
        wrapped: &str,
    ) -> Result<Signature64, CloseError> {
        let (vault, case) = names(self, what.case)?;
        seal::sign(vault, case, what, words, wrapped)
    }

    fn seal(&mut self, what: &ToSeal) -> Result<(String, SealCode), CloseError> {
        let (vault, case) = names(self, what.case)?;
        let chains = self.on_ledger(|ledger| Ok(ledger.chain_heads()))?;
        seal::statement(vault, case, chains, what)
    }

    fn keep_statement(&mut self, number: SealNo, statement: &str) -> Result<(), CloseError> {
        let bytes = statement.as_bytes().to_vec();
        self.on_ledger(move |ledger| ledger.keep_seal(number.0, &bytes).map(|_| ()))?;
        Ok(())
    }
}
