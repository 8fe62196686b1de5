BEGIN TRANSACTION;
CREATE TABLE chats (
	chat_id BIGINT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	admitted BOOLEAN NOT NULL, 
	reachable BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_chats PRIMARY KEY (chat_id)
);
INSERT INTO "chats" VALUES(700000000001,'private',1,1,'2026-11-23 04:00:00.000000');
INSERT INTO "chats" VALUES(-800000000001,'group',1,1,'2026-11-23 04:00:00.000000');
CREATE TABLE conversations (
	chat_id BIGINT NOT NULL, 
	thread_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	offered TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (chat_id, thread_id, user_id)
)
 WITHOUT ROWID

;
INSERT INTO "conversations" VALUES(-800000000001,5,700000000002,'[["\u515a\u8d39\u4ea4\u591a\u5c11", "e:dues-rate"], ["\u90fd\u4e0d\u662f", "n"]]','2026-11-23 04:00:00.000000');
INSERT INTO "conversations" VALUES(700000000001,5,700000000001,'[["\u515a\u8d39\u4ea4\u591a\u5c11", "e:dues-rate"], ["\u90fd\u4e0d\u662f", "n"]]','2026-11-23 04:00:00.000000');
CREATE TABLE exchanges (
	chat_id BIGINT NOT NULL, 
	question_id BIGINT NOT NULL, 
	answer_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_exchanges PRIMARY KEY (chat_id, question_id)
)
 WITHOUT ROWID

;
INSERT INTO "exchanges" VALUES(-800000000001,11,12,'2026-11-23 04:00:00.000000');
INSERT INTO "exchanges" VALUES(700000000001,11,12,'2026-11-23 04:00:00.000000');
CREATE TABLE failures (
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	count BIGINT NOT NULL, 
	first_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT pk_failures PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "failures" VALUES('1459ff0c05543b20f5377b5710d1961313d02ba1fd54ac085e3062de61d4528e','Timeout','getUpdates',2,'2026-11-23 04:00:00.000000','2026-11-23 04:00:00.000000');
CREATE TABLE handed_over (
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_handed_over PRIMARY KEY (chat_id, message_id)
)
 WITHOUT ROWID

;
INSERT INTO "handed_over" VALUES(-800000000001,12,'2026-11-23');
INSERT INTO "handed_over" VALUES(700000000001,12,'2026-11-23');
CREATE TABLE invites (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code_hash VARCHAR(64) NOT NULL, 
	role SMALLINT NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by BIGINT, 
	expires_at DATETIME, 
	most_uses INTEGER, 
	uses INTEGER NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT ck_invites_role CHECK (role IN (1, 2)), 
	CONSTRAINT uq_invites_code_hash UNIQUE (code_hash)
);
INSERT INTO "invites" VALUES(1,'559ef85089c6b4db10e3b2bcde4335f03137f0483ed7cbb51fbb10a91310b8d9',1,'2026-11-23 04:00:00.000000',700000000001,NULL,NULL,0,NULL);
INSERT INTO "invites" VALUES(2,'99dbd7520c1cfa4edcac4138cb4de89237a18474ed8f6cb259bcb7f302a3e031',1,'2026-11-23 04:00:00.000000',700000000002,NULL,NULL,0,NULL);
CREATE TABLE members (
	user_id BIGINT NOT NULL, 
	role SMALLINT NOT NULL, 
	since DATETIME NOT NULL, 
	invite_id INTEGER, 
	CONSTRAINT pk_members PRIMARY KEY (user_id), 
	CONSTRAINT ck_members_role CHECK (role IN (1, 2)), 
	CONSTRAINT fk_members_invite_id FOREIGN KEY(invite_id) REFERENCES invites (id) ON DELETE SET NULL
);
INSERT INTO "members" VALUES(700000000001,1,'2026-11-23 04:00:00.000000',1);
INSERT INTO "members" VALUES(700000000002,1,'2026-11-23 04:00:00.000000',2);
CREATE TABLE questions (
	id VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	reason VARCHAR(16) NOT NULL, 
	entry_id VARCHAR, 
	day DATE NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "questions" VALUES('2fc22e2dade52db867ee12b794f24d8b','党费晚交了怎么办','disliked','dues-rate','2026-11-23');
INSERT INTO "questions" VALUES('3d592c7499c83e3a648dda128446dbe1','党费晚交了怎么办','disliked','dues-rate','2026-11-23');
CREATE TABLE ratings (
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	entry_id VARCHAR NOT NULL, 
	user_id BIGINT NOT NULL, 
	up BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_ratings PRIMARY KEY (chat_id, message_id, entry_id, user_id)
)
 WITHOUT ROWID

;
INSERT INTO "ratings" VALUES(-800000000001,12,'dues-rate',700000000002,1,'2026-11-23 04:00:00.000000');
INSERT INTO "ratings" VALUES(700000000001,12,'dues-rate',700000000001,1,'2026-11-23 04:00:00.000000');
CREATE TABLE schema_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT schema_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "schema_version" VALUES('0001');
CREATE TABLE tallies (
	day DATE NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	count BIGINT NOT NULL, 
	CONSTRAINT pk_tallies PRIMARY KEY (day, kind, subject)
)
 WITHOUT ROWID

;
INSERT INTO "tallies" VALUES('2026-11-23','answer','dues-rate',2);
CREATE INDEX ix_members_invite_id ON members (invite_id);
CREATE INDEX ix_exchanges_at ON exchanges (at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('invites',2);
COMMIT;
