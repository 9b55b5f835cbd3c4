//! `peel-letter templates`: which files of templates/ are in use, and their text.

use super::args::Templates;
use super::{Console, Exit, Stop, print};
use crate::workspace::{self, IoProblem, Origin, TemplateSource, Workspace};
use std::io::ErrorKind;

/// Lists the templates, or shows or copies one.
pub fn run(args: &Templates, console: &Console) -> Result<Exit, Stop> {
    let here = std::env::current_dir();
    let here = here.map_err(|error| IoProblem { verb: "find", path: ".".into(), error })?;
    let workspace = Workspace::open(&here)?;
    match (&args.show, &args.copy) {
        (Some(name), _) => {
            let template = find(&workspace, name)?;
            print(workspace.files.text(template.file()).as_bytes())?;
        }
        (None, Some(name)) => copy(&workspace, name, console)?,
        (None, None) => print(list(&workspace).as_bytes())?,
    }
    Ok(Exit::Done)
}

fn find<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a TemplateSource, Stop> {
    workspace.template(name).ok_or_else(|| {
        Stop::Usage(format!("there is no template {name}; `peel-letter templates` lists them"))
    })
}

fn list(workspace: &Workspace) -> String {
    let line = |template: &TemplateSource| {
        let origin = match template.origin(&workspace.files) {
            Origin::BuiltIn => "built in".to_owned(),
            Origin::Own => format!("templates/{}", template.name),
            Origin::OwnAndSame => format!("templates/{} (same as built in)", template.name),
        };
        format!("{:<26} {origin}\n", template.name)
    };
    workspace.templates.iter().map(line).collect()
}

fn copy(workspace: &Workspace, name: &str, console: &Console) -> Result<(), Stop> {
    let template = find(workspace, name)?;
    let path = workspace.root.join("templates").join(name);
    if template.own.is_some() {
        let error = std::io::Error::new(
            ErrorKind::AlreadyExists,
            "it is there already, and was left as it is",
        );
        return Err(IoProblem { verb: "write", path, error }.into());
    }
    workspace::write(&path, workspace.files.text(template.file()).as_bytes())?;
    console.say(&format!("Copied templates/{name}: what you change there is used from now on."));
    Ok(())
}
