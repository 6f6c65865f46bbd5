-- ISO 4217, of receipts; empty until the regions service has said it again.
alter table donations.region add column currency text not null default '' check (char_length(currency) <= 3);
