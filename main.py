from field_app import bootstrap, config

bootstrap.run(config.Settings.read())
