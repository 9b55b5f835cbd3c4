//! `peel-letter templates`: which files of templates/ are in use, and their text.

use super::args::Templates;
use super::{Console, Exit, Stop, letters, print, print_shown};
use crate::workspace::{self, BUILT_IN_PROGRAMMES, Origin, TemplateSource, Workspace};
use std::io::IsTerminal;

/// Lists the templates, or shows or copies one.
pub fn run(args: &Templates, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    match (&args.show, &args.copy) {
        (Some(name), _) => {
            let template = find(&workspace, name)?;
            let text = workspace.files.text(template.file());
            match std::io::stdout().is_terminal() {
                true => print_shown(text)?,
                false => print(text.as_bytes())?,
            }
        }
        (None, Some(name)) => copy(&workspace, name, console)?,
        (None, None) => print_shown(&list(&workspace))?,
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
            _ if template.name == BUILT_IN_PROGRAMMES => {
                "built in; programmes of your own go into data/programmes.toml".to_owned()
            }
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
    if name == BUILT_IN_PROGRAMMES {
        let message = "programmes of your own go into data/programmes.toml; \
             see what one looks like with: peel-letter templates --show programmes.toml";
        return Err(Stop::Usage(message.to_owned()));
    }
    if template.own.is_some() {
        return Err(Stop::Usage(format!("templates/{name} is there already: change that")));
    }
    let path = workspace.root.join("templates").join(name);
    workspace::create(&path, workspace.files.text(template.file()).as_bytes())?;
    console.say(&format!("copied: templates/{name}; what you change there is used from now on"));
    Ok(())
}
