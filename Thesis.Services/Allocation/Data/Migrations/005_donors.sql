-- Whose food it is, so that a person can tell one donation of bread from another; empty where nothing new was heard since.
alter table allocation.donations add column donor text not null default '';
