//! The crates of the workspace and what they use, as cargo itself resolves it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A crate of ours.
#[derive(Debug)]
pub struct Package {
    pub name: String,
    pub description: Option<String>,
    /// Its Cargo.toml, from the project's folder, with `/`.
    pub manifest: String,
    /// The crates that its Cargo.toml names.
    pub dependencies: Vec<String>,
    /// Those that only its tests and benchmarks use.
    pub test_dependencies: Vec<String>,
    /// Every crate that is built into it, directly or not; what only its tests use is left out.
    pub reaches: BTreeSet<String>,
    pub benches: Vec<String>,
}

pub fn read(root: &Path) -> Result<Vec<Package>> {
    // One platform: the crates of other platforms need not be downloaded to check the imports.
    let metadata = output(
        root,
        "cargo",
        &[
            "metadata",
            "--format-version",
            "1",
            "--filter-platform",
            &host(root)?,
        ],
    )?;
    let metadata: Metadata =
        serde_json::from_str(&metadata).context("reading the output of `cargo metadata`")?;
    Ok(metadata.packages_of_workspace(root))
}

fn host(root: &Path) -> Result<String> {
    output(root, "rustc", &["-vV"])?
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("`rustc -vV` does not say for which platform it is")
}

fn output(root: &Path, program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .with_context(|| format!("starting `{program}`"))?;
    if !output.status.success() {
        bail!(
            "`{program}` failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("reading the output of `{program}`"))
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<RawPackage>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct RawPackage {
    id: String,
    name: String,
    description: Option<String>,
    manifest_path: String,
    dependencies: Vec<RawDependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct RawDependency {
    name: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

impl Metadata {
    fn packages_of_workspace(&self, root: &Path) -> Vec<Package> {
        let names: BTreeMap<&str, &str> = self
            .packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect();
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
            .map(|package| Package {
                name: package.name.clone(),
                description: package.description.clone(),
                manifest: relative(root, &package.manifest_path),
                dependencies: package.names(|kind| kind != Some("dev")),
                test_dependencies: package.names(|kind| kind == Some("dev")),
                reaches: self
                    .reached_from(&package.id)
                    .into_iter()
                    .filter_map(|id| names.get(id).map(|name| (*name).to_owned()))
                    .collect(),
                benches: package
                    .targets
                    .iter()
                    .filter(|target| target.kind.iter().any(|kind| kind == "bench"))
                    .map(|target| target.name.clone())
                    .collect(),
            })
            .collect()
    }

    fn reached_from<'a>(&'a self, id: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let edges = self.resolve.nodes.iter().filter(|node| node.id == id);
            for edge in edges.flat_map(|node| &node.deps) {
                let built_in = edge.dep_kinds.iter().any(|it| it.kind.is_none());
                if built_in && reached.insert(edge.pkg.as_str()) {
                    waiting.push(&edge.pkg);
                }
            }
        }
        reached
    }
}

impl RawPackage {
    fn names(&self, is_wanted: impl Fn(Option<&str>) -> bool) -> Vec<String> {
        self.dependencies
            .iter()
            .filter(|dependency| is_wanted(dependency.kind.as_deref()))
            .map(|dependency| dependency.name.clone())
            .collect()
    }
}

fn relative(root: &Path, path: &str) -> String {
    Path::new(path)
        .strip_prefix(root)
        .map_or_else(|_| path.to_owned(), |it| it.display().to_string())
}
