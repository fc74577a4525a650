//! `layers.toml`: the rooms of each package.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The rooms of every package.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Layers(BTreeMap<String, PackageLayers>);

/// The rooms of a package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageLayers {
    /// The folder of its sources, relative to the root of the repository.
    pub source: String,
    /// From the top floor down.
    pub rooms: Vec<Floor>,
}

/// One floor.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Floor {
    /// A single room.
    Room(String),
    /// Rooms beside one another.
    Rooms(Vec<String>),
}

impl Layers {
    /// Reads `layers.toml`.
    ///
    /// # Errors
    ///
    /// Broken TOML, and a room that is listed twice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let layers: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for (package, rooms) in &layers.0 {
            let mut names: Vec<_> = rooms.ranked().map(|(_, name)| name).collect();
            names.sort_unstable();
            let mut next = names.iter().skip(1);
            let twice = names.iter().find(|name| next.next() == Some(*name));
            if let Some(room) = twice {
                return Err(format!("[{package}] lists the room `{room}` twice"));
            }
        }
        Ok(layers)
    }

    /// Returns the rooms of a package.
    pub fn package(&self, name: &str) -> Option<&PackageLayers> {
        self.0.get(name)
    }
}

impl PackageLayers {
    /// Returns each room with the number of its floor, counted from the top.
    pub(crate) fn ranked(&self) -> impl Iterator<Item = (usize, &str)> {
        self.rooms.iter().enumerate().flat_map(|(rank, floor)| {
            let rooms = match floor {
                Floor::Room(room) => std::slice::from_ref(room),
                Floor::Rooms(rooms) => rooms.as_slice(),
            };
            rooms.iter().map(move |room| (rank, room.as_str()))
        })
    }

    /// Returns the room of a module: the one with the longest path that the module begins with.
    pub(crate) fn room(&self, module: &[String]) -> Option<(usize, &str)> {
        let is_inside = |room: &str| {
            let mut module = module.iter();
            room.split("::")
                .all(|part| module.next().is_some_and(|segment| segment == part))
        };
        self.ranked()
            .filter(|(_, room)| is_inside(room))
            .max_by_key(|(_, room)| room.split("::").count())
    }
}
