//! The database: what is copied, and how far it reaches.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use intercom_api::changes::ChangeCursor;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::arguments::Resource;

/// Something to store.
pub(crate) enum Row {
    /// An object as it is now.
    Object {
        id: String,
        updated_at: Option<i64>,
        /// `None` where the server sent something else than a list of objects.
        json: Option<String>,
    },
    /// A part of a conversation as it is now.
    Part {
        id: String,
        conversation_id: String,
        created_at: Option<i64>,
        json: String,
    },
    /// The parts of a conversation will follow, all of them.
    ForgetParts { conversation_id: String },
    /// An object that no longer exists.
    Gone { id: String },
}

/// An open database.
pub(crate) struct Database(Connection);

impl Database {
    /// Opens a database, and creates its tables where there are none.
    pub(crate) fn open(file: &Path) -> anyhow::Result<Self> {
        let name = file.display();
        let mut connection =
            Connection::open(file).with_context(|| format!("cannot open {name}"))?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // A transaction that is committed survives the end of the process.
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
            .with_context(|| format!("{name} cannot be used as a database"))?;
        let transaction = connection.transaction()?;
        for resource in ["contacts", "conversations", "tickets", "companies"] {
            transaction.execute_batch(&format!(
                "CREATE TABLE IF NOT EXISTS {resource} (
                    id TEXT PRIMARY KEY, updated_at INTEGER, deleted INTEGER, json TEXT
                );"
            ))?;
        }
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS conversation_parts (
                id TEXT PRIMARY KEY, conversation_id TEXT, created_at INTEGER, json TEXT
            );
            CREATE INDEX IF NOT EXISTS conversation_parts_by_conversation
                ON conversation_parts (conversation_id);
            CREATE TABLE IF NOT EXISTS sync_state (resource TEXT PRIMARY KEY, cursor TEXT);",
        )?;
        transaction.commit()?;
        Ok(Self(connection))
    }

    /// Returns how far a resource has been copied.
    pub(crate) fn cursor(&self, resource: Resource) -> anyhow::Result<Option<ChangeCursor>> {
        let select = "SELECT cursor FROM sync_state WHERE resource = ?1";
        let text: Option<String> = self
            .0
            .query_row(select, [resource.name()], |row| row.get(0))
            .optional()?;
        let cursor = text.map(|text| serde_json::from_str(&text)).transpose();
        cursor.context("the cursor in `sync_state`")
    }

    /// Stores rows, and how far the resource has been copied with them, in one transaction.
    pub(crate) fn store(
        &mut self,
        resource: Resource,
        rows: &mut Vec<Row>,
        cursor: &ChangeCursor,
    ) -> anyhow::Result<()> {
        let transaction = self.0.transaction()?;
        for row in rows.drain(..) {
            write(&transaction, resource.name(), row)?;
        }
        transaction.execute(
            "INSERT INTO sync_state (resource, cursor) VALUES (?1, ?2)
                ON CONFLICT (resource) DO UPDATE SET cursor = excluded.cursor",
            params![resource.name(), serde_json::to_string(cursor)?],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

fn write(transaction: &Transaction<'_>, table: &str, row: Row) -> rusqlite::Result<()> {
    match row {
        Row::Object {
            id,
            updated_at,
            json,
        } => {
            let sql = format!(
                "INSERT INTO {table} (id, updated_at, deleted, json) VALUES (?1, ?2, 0, ?3)
                    ON CONFLICT (id) DO UPDATE SET
                        updated_at = excluded.updated_at, deleted = 0, json = excluded.json"
            );
            transaction
                .prepare_cached(&sql)?
                .execute(params![id, updated_at, json])?;
        }
        Row::Part {
            id,
            conversation_id,
            created_at,
            json,
        } => {
            let sql = "INSERT INTO conversation_parts (id, conversation_id, created_at, json)
                    VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (id) DO UPDATE SET conversation_id = excluded.conversation_id,
                    created_at = excluded.created_at, json = excluded.json";
            transaction.prepare_cached(sql)?.execute(params![
                id,
                conversation_id,
                created_at,
                json
            ])?;
        }
        Row::ForgetParts { conversation_id } => {
            let sql = "DELETE FROM conversation_parts WHERE conversation_id = ?1";
            transaction
                .prepare_cached(sql)?
                .execute([conversation_id])?;
        }
        Row::Gone { id } => {
            let sql = format!("UPDATE {table} SET deleted = 1 WHERE id = ?1");
            transaction.prepare_cached(&sql)?.execute([id])?;
        }
    }
    Ok(())
}
