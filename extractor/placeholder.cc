// placeholder removed by its owner
