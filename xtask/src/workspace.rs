//! The crates of the workspace and what they use, as cargo itself resolves it.

use std::collections::BTreeSet;
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
    metadata.packages_of_workspace(root)
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

impl Metadata {
    fn packages_of_workspace(&self, root: &Path) -> Result<Vec<Package>> {
        let ours = self.packages.iter();
        ours.filter(|package| self.workspace_members.contains(&package.id))
            .map(|package| {
                Ok(Package {
                    name: package.name.clone(),
                    description: package.description.clone(),
                    manifest: relative(root, &package.manifest_path),
                    dependencies: package.names(|kind| kind != Some("dev")),
                    test_dependencies: package.names(|kind| kind == Some("dev")),
                    reaches: reached_from(root, &package.name)?,
                    benches: package
                        .targets
                        .iter()
                        .filter(|target| target.kind.iter().any(|kind| kind == "bench"))
                        .map(|target| target.name.clone())
                        .collect(),
                })
            })
            .collect()
    }
}

/// As if the crate were built alone: what others of the workspace switch on in a crate that both
/// use is not its doing.
fn reached_from(root: &Path, name: &str) -> Result<BTreeSet<String>> {
    let arguments = [
        "tree",
        "--package",
        name,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ];
    let tree = output(root, "cargo", &arguments)?;
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let others = names.filter(|reached| !reached.is_empty() && *reached != name);
    Ok(others.map(str::to_owned).collect())
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
