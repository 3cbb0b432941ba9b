print('hello from the package')
