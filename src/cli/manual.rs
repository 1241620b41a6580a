//! `avowal completions` and `avowal man`: made from the command line itself.

use std::fs;
use std::io;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;
use clap_mangen::Man;

use super::Answer;
use super::Ending;
use super::Refusal;
use super::common;
use super::printed;

#[derive(Debug, Args)]
pub(super) struct Shells {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Pages {
    /// Write a page for each command into this folder; without it, the main page is printed
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints completions.
pub(super) fn completions(mut command: clap::Command, arguments: &Shells) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "avowal", &mut script);
    printed(io::stdout().write_all(&script))
}

/// Prints the main page, or writes all pages.
pub(super) fn pages(mut command: clap::Command, arguments: &Pages) -> Answer {
    // The options that all commands share are handed down to each.
    command.build();
    let mut page = Vec::new();
    let Some(folder) = &arguments.folder else {
        let rendered = Man::new(command.clone()).render(&mut page);
        return printed(rendered.and_then(|()| io::stdout().write_all(&page)));
    };
    let written = fs::create_dir_all(folder).and_then(|()| {
        write_page(command.clone(), "avowal", folder)?;
        for inner in command
            .get_subcommands()
            .filter(|inner| !inner.is_hide_set())
        {
            let name = format!("avowal-{}", inner.get_name());
            write_page(inner.clone(), &name, folder)?;
        }
        Ok(())
    });
    written.map(|()| Ending::Done).map_err(|error| {
        Refusal::new(
            format!(
                "the pages cannot be written into {}: {error}",
                common::shown(folder)
            ),
            "name a folder that you may write",
        )
    })
}

fn write_page(command: clap::Command, name: &str, folder: &std::path::Path) -> io::Result<()> {
    let mut page = Vec::new();
    Man::new(command.name(name.to_owned())).render(&mut page)?;
    fs::write(folder.join(format!("{name}.1")), page)
}
